#!/usr/bin/env python3
"""Writes eye examinations as DICOM files, and what pydicom reads in all of the folder's files.

    pip install pydicom==3.0.2 && python3 scripts/dicom-ophthalmic.py __test__/golden/dicom/ophthalmic

One file a SOP class that the folder has none of, and one full of contradictions; nobody is the patient. `values.json` has
the values of every file by tag path, float32s with the fewest decimals that give them again.
"""

import json
import struct
import sys
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

STORAGE = "1.2.840.10008.5.1.4.1.1."
ROOT = "1.2.826.0.1.3680043.8.498.5."


def item(**values):
    dataset = Dataset()
    for keyword, value in values.items():
        setattr(dataset, keyword, Sequence(value) if isinstance(value, list) and value and isinstance(value[0], Dataset) else value)
    return dataset


def code(value, scheme, meaning):
    return [item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)]


def study(number, suffix, modality, **values):
    """The modules of every object: patient, study, series, equipment."""
    return item(
        SpecificCharacterSet="ISO_IR 192", SOPClassUID=STORAGE + suffix, SOPInstanceUID=f"{ROOT}{number}.1",
        StudyDate="20260102", ContentDate="20260102", StudyTime="101500", ContentTime="101530.25", AccessionNumber="",
        Modality=modality, Manufacturer="Synthetic", ReferringPhysicianName="", ManufacturerModelName="Fixture",
        PatientName="Fixture^Eye", PatientID="F1", PatientBirthDate="19700101", PatientSex="O", DeviceSerialNumber="1",
        SoftwareVersions=["1", "2.0"], StudyInstanceUID=f"{ROOT}{number}.2", SeriesInstanceUID=f"{ROOT}{number}.3",
        StudyID="1", SeriesNumber=1, InstanceNumber=1, **values,
    )


def measurement(number, suffix, modality, laterality="B", **values):
    return study(number, suffix, modality, MeasurementLaterality=laterality, **values)


def cylinder(power, axis):
    return [item(CylinderPower=power, CylinderAxis=axis)]


def add(power, **more):
    return [item(AddPower=power, **more)]


def prism(horizontal, horizontal_base, vertical, vertical_base):
    return [item(HorizontalPrismPower=horizontal, HorizontalPrismBase=horizontal_base, VerticalPrismPower=vertical, VerticalPrismBase=vertical_base)]


def meridian(radius, power, axis):
    return [item(RadiusOfCurvature=radius, KeratometricPower=power, KeratometricAxis=axis)]


def keratometry():
    return measurement(
        1, "78.3", "KER", TimezoneOffsetFromUTC="+0100",
        KeratometryRightEyeSequence=[item(
            SteepKeratometricAxisSequence=meridian(7.65, 44.12, 92.0), FlatKeratometricAxisSequence=meridian(7.81, 43.21, 2.0))],
        KeratometryLeftEyeSequence=[item(
            SteepKeratometricAxisSequence=meridian(7.7, 43.83, 90.0), FlatKeratometricAxisSequence=meridian(7.83, 43.1, 0.0))],
    )


def subjective_refraction():
    return measurement(
        2, "78.4", "SRF",
        SubjectiveRefractionRightEyeSequence=[item(
            SpherePower=-2.25, CylinderSequence=cylinder(-0.75, 175.5), PrismSequence=prism(1.5, "OUT", 0.0, "UP"),
            AddNearSequence=add(1.75, ViewingDistance=40.0), AddIntermediateSequence=add(0.75), AddOtherSequence=add(1.25, ViewingDistance=65.0), VertexDistance=12.0)],
        SubjectiveRefractionLeftEyeSequence=[item(SpherePower=0.0, CylinderSequence=cylinder(0.5, 0.0))],
        DistancePupillaryDistance=63.5, NearPupillaryDistance=60.5, IntermediatePupillaryDistance=62.0, OtherPupillaryDistance=61.0,
    )


def visual_acuity():
    return measurement(
        3, "78.5", "VA",
        ViewingDistanceType="DISTANCE", VisualAcuityTypeCodeSequence=code("419775003", "SCT", "Best Corrected Visual Acuity"),
        BackgroundColor="WHITE", Optotype="LETTERS", OptotypeDetailedDefinition="Sloan", OptotypePresentation="MULTIPLE",
        ReferencedRefractiveMeasurementsSequence=[item(ReferencedSOPClassUID=STORAGE + "78.4", ReferencedSOPInstanceUID=f"{ROOT}2.1")],
        VisualAcuityRightEyeSequence=[item(DecimalVisualAcuity=0.8, VisualAcuityModifiers=[-1, 0])],
        VisualAcuityLeftEyeSequence=[item(DecimalVisualAcuity=1.0)],
        VisualAcuityBothEyesOpenSequence=[item(DecimalVisualAcuity=1.25)],
    )


def content(kind, concept, **values):
    return item(RelationshipType="CONTAINS", ValueType=kind, ConceptNameCodeSequence=code(*concept), **values)


def number(concept, value, unit, meaning):
    measured = item(NumericValue=value, MeasurementUnitsCodeSequence=code(unit, "UCUM", meaning))
    return content("NUM", concept, MeasuredValueSequence=[measured])


DIOPTER, PRISM = ("[diop]", "diopter"), ("[p'diop]", "prism diopter")


def prescribed(container, *items):
    return content("CONTAINER", container, ContinuityOfContent="SEPARATE", ContentSequence=list(items))


def report(number_, *items):
    return study(
        number_, "78.6", "SR", ReferencedPerformedProcedureStepSequence=[], ValueType="CONTAINER", ContinuityOfContent="SEPARATE",
        ConceptNameCodeSequence=code("111671", "DCM", "Spectacle Prescription Report"), CompletionFlag="COMPLETE", VerificationFlag="UNVERIFIED",
        PerformedProcedureCodeSequence=[], ContentTemplateSequence=[item(MappingResource="DCMR", TemplateIdentifier="2020")],
        ContentSequence=list(items),
    )


def spectacle_prescription():
    """The right eye's items in another order and with codes of before 2017, the left one's by laterality."""
    sphere, cyl, axis = ("251795007", "SCT", "Power of sphere"), ("251797004", "SCT", "Power of cylinder"), ("251799001", "SCT", "Axis of cylinder")
    return report(
        4,
        prescribed(
            ("111688", "DCM", "Right Eye Rx"),
            number(("F-02FB7", "SRT", "Axis of cylinder"), "10", "deg", "degree"),
            number(("F-A2143", "SRT", "Power of cylinder"), "+1.25", *DIOPTER),
            number(("F-02FB4", "SRT", "Power of sphere"), "-3.50", *DIOPTER),
            prescribed(
                ("111672", "DCM", "Add Near"),
                number(("111672", "DCM", "Add Near"), "2.25", *DIOPTER)),
            number(("111675", "DCM", "Horizontal Prism Power"), "2", *PRISM),
            content("CODE", ("111676", "DCM", "Horizontal Prism Base"), ConceptCodeSequence=code("R-404C7", "SRT", "Outward")),
            number(("111677", "DCM", "Vertical Prism Power"), "1.5", *PRISM),
            content("CODE", ("111678", "DCM", "Vertical Prism Base"), ConceptCodeSequence=code("255518004", "SCT", "Down"))),
        prescribed(
            ("111689", "DCM", "Left Eye Rx"),
            number(sphere, "-3.25", *DIOPTER), number(cyl, "0", *DIOPTER), number(axis, "0", "deg", "degree"),
            number(("111673", "DCM", "Add Intermediate"), "1", *DIOPTER)),
        number(("111679", "DCM", "Distance Pupillary Distance"), "64", "mm", "mm"),
        number(("111680", "DCM", "Near Pupillary Distance"), "61.5", "mm", "mm"),
    )


def selection():
    return code("121412", "DCM", "Mean value chosen")


def quality():
    return [item(ConceptNameCodeSequence=code("111786", "DCM", "Standard Deviation of measurements used"), NumericValue="0.02", MeasurementUnitsCodeSequence=code("mm", "UCUM", "mm"))]


def axial_measurements():
    source = code("111780", "DCM", "Measurement From This Device")
    optical = [item(OphthalmicAxialLengthDataSourceCodeSequence=source, SignalToNoiseRatio=212.5)]
    picture = [item(ReferencedSOPClassUID=STORAGE + "7.4", ReferencedSOPInstanceUID=f"{ROOT}5.4", ReferencedFrameNumber=1)]
    def eye(length, lens):
        return [item(
            LensStatusCodeSequence=code("247049005", "SCT", "Crystalline lens"), VitreousStatusCodeSequence=code("372242005", "SCT", "Vitreous Only"),
            PupilDilated="NO",
            OphthalmicAxialLengthMeasurementsSequence=[
                item(OphthalmicAxialLengthMeasurementsType="TOTAL LENGTH", OphthalmicAxialLengthMeasurementsTotalLengthSequence=[item(
                    OphthalmicAxialLength=length, OphthalmicAxialLengthMeasurementModified="NO", OpticalOphthalmicAxialLengthMeasurementsSequence=optical,
                    ReferencedOphthalmicAxialLengthMeasurementQCImageSequence=picture)]),
                item(OphthalmicAxialLengthMeasurementsType="SEGMENTAL LENGTH", OphthalmicAxialLengthMeasurementsSegmentalLengthSequence=[item(
                    OphthalmicAxialLength=lens, OphthalmicAxialLengthMeasurementsSegmentNameCodeSequence=code("78076003", "SCT", "Lens"),
                    OphthalmicAxialLengthMeasurementModified="YES", OpticalOphthalmicAxialLengthMeasurementsSequence=optical)])],
            OpticalSelectedOphthalmicAxialLengthSequence=[item(
                OphthalmicAxialLengthMeasurementsType="TOTAL LENGTH",
                SelectedTotalOphthalmicAxialLengthSequence=[item(
                    OphthalmicAxialLength=length, OphthalmicAxialLengthSelectionMethodCodeSequence=selection(),
                    OphthalmicAxialLengthQualityMetricSequence=quality(), ReferencedOphthalmicAxialLengthMeasurementQCImageSequence=picture)])])]
    return measurement(
        5, "78.7", "OAM", OphthalmicAxialMeasurementsDeviceType="OPTICAL",
        OphthalmicAxialMeasurementsRightEyeSequence=eye(23.55, 4.1), OphthalmicAxialMeasurementsLeftEyeSequence=eye(23.61, 4.2),
    )


def iol_calculation():
    source = code("111782", "DCM", "Axial Measurements SOP Instance")
    reference = [item(ReferencedSOPClassUID=STORAGE + "78.7", ReferencedSOPInstanceUID=f"{ROOT}5.1")]
    def calculation(formula, powers):
        return item(
            TargetRefraction=-0.3, RefractiveProcedureOccurred="NO", KeratometerIndex=1.3375, KeratometryMeasurementTypeCodeSequence=code("111754", "DCM", "Auto Keratometry"),
            RefractiveStateSequence=[], SteepKeratometricAxisSequence=meridian(7.65, 44.12, 92.0), FlatKeratometricAxisSequence=meridian(7.81, 43.21, 2.0),
            IOLFormulaCodeSequence=code(*formula), IOLManufacturer="Maker", ImplantName="Model 1",
            OphthalmicAxialLengthSequence=[item(
                OphthalmicAxialLength=23.55, SourceOfOphthalmicAxialLengthCodeSequence=source, ReferencedSOPSequence=reference,
                OphthalmicAxialLengthSelectionMethodCodeSequence=selection())],
            AnteriorChamberDepthSequence=[item(AnteriorChamberDepth=3.12, SourceOfAnteriorChamberDepthDataCodeSequence=code("111780", "DCM", "Measurement From This Device"))],
            LensThicknessSequence=[item(LensThickness=4.1, SourceOfLensThicknessDataCodeSequence=code("111780", "DCM", "Measurement From This Device"))],
            LensConstantSequence=[item(ConceptNameCodeSequence=code("397263007", "SCT", "A-Constant"), NumericValue="119.1")],
            IOLPowerSequence=[item(IOLPower=power, PredictedRefractiveError=error, ImplantPartNumber="", PreSelectedForImplantation=chosen) for power, error, chosen in powers],
            IOLPowerForExactEmmetropia=21.37, IOLPowerForExactTargetRefraction=21.8,
        )
    toric = calculation(("111862", "DCM", "Barrett Toric"), [(21.0, 0.1, "YES")])
    toric.TypeOfOpticalCorrection = "TORIC"
    toric.ToricIOLPowerForExactEmmetropiaSequence = Sequence([])
    toric.ToricIOLPowerForExactTargetRefractionSequence = Sequence([])
    toric.IOLPowerSequence[0].ToricIOLPowerSequence = Sequence([item(SpherePower=19.75, CylinderPower=2.5, CylinderAxis=92.0)])
    toric.IOLPowerSequence[0].PredictedToricErrorSequence = Sequence([item(SpherePower=0.2, CylinderPower=-0.2, CylinderAxis=2.0)])
    return measurement(
        6, "78.8", "IOL",
        IntraocularLensCalculationsRightEyeSequence=[
            calculation(("111767", "DCM", "SRK-T"), [(21.5, -0.08, "NO"), (22.0, -0.43, "YES")]), toric],
        IntraocularLensCalculationsLeftEyeSequence=[calculation(("111760", "DCM", "Haigis"), [(20.5, -0.26, "NO")])],
    )


def visual_field():
    algorithm = dict(AlgorithmFamilyCodeSequence=code("111817", "DCM", "Visual Field SITA-Fast Test Strategy"), AlgorithmName="Norm", AlgorithmVersion="1")
    norms = dict(DataSetName="Norm", DataSetVersion="1", DataSetSource="Synthetic")
    def point(x, y, sensitivity, deviation):
        return item(
            VisualFieldTestPointXCoordinate=x, VisualFieldTestPointYCoordinate=y, StimulusResults="SEEN", SensitivityValue=sensitivity,
            VisualFieldTestPointNormalsSequence=[item(
                AgeCorrectedSensitivityDeviationValue=deviation, AgeCorrectedSensitivityDeviationProbabilityValue=5.0,
                GeneralizedDefectCorrectedSensitivityDeviationFlag="YES", GeneralizedDefectCorrectedSensitivityDeviationValue=deviation + 1,
                GeneralizedDefectCorrectedSensitivityDeviationProbabilityValue=10.0)])
    return measurement(
        7, "80.1", "OPV", "L",
        PerformedProtocolCodeSequence=code("111800", "DCM", "Visual Field 24-2 Test Pattern") + code("111817", "DCM", "Visual Field SITA-Fast Test Strategy"),
        VisualFieldHorizontalExtent=54.0, VisualFieldVerticalExtent=42.0, VisualFieldShape="ELLIPSE", MaximumStimulusLuminance=3183.1, BackgroundLuminance=10.03,
        StimulusColorCodeSequence=code("371251000", "SCT", "White color"), BackgroundIlluminationColorCodeSequence=code("371251000", "SCT", "White color"),
        StimulusArea=0.144, StimulusPresentationTime=200.0,
        FixationSequence=[item(
            FixationMonitoringCodeSequence=code("111844", "DCM", "Blind Spot Monitoring"), FixationCheckedQuantity=14, PatientNotProperlyFixatedQuantity=1,
            ExcessiveFixationLossesDataFlag="YES", ExcessiveFixationLosses="NO")],
        VisualFieldCatchTrialSequence=[item(
            FalseNegativesEstimateFlag="YES", FalseNegativesEstimate=3.1, ExcessiveFalseNegativesDataFlag="YES", ExcessiveFalseNegatives="NO",
            FalsePositivesEstimateFlag="YES", FalsePositivesEstimate=1.7, CatchTrialsDataFlag="NO", ExcessiveFalsePositivesDataFlag="YES", ExcessiveFalsePositives="NO")],
        PresentedVisualStimuliDataFlag="YES", NumberOfVisualStimuli=180, TestPointNormalsDataFlag="YES", TestPointNormalsSequence=[item(**norms)],
        AgeCorrectedSensitivityDeviationAlgorithmSequence=[item(**algorithm)], GeneralizedDefectSensitivityDeviationAlgorithmSequence=[item(**algorithm)],
        FovealSensitivityMeasured="YES", FovealSensitivity=36.1, FovealPointNormativeDataFlag="NO", VisualFieldTestDuration=161.0,
        VisualFieldTestPointSequence=[point(-9.0, 21.0, 27.2, -1.1), point(3.0, 3.0, 33.3, 0.4), point(-15.0, -3.0, 0.0, -30.5)],
        MinimumSensitivityValue=0.0, BlindSpotLocalized="YES", BlindSpotXCoordinate=-15.2, BlindSpotYCoordinate=-1.5, ScreeningBaselineMeasured="NO",
        VisualFieldTestNormalsFlag="YES", VisualFieldMeanSensitivity=28.4,
        ResultsNormalsSequence=[item(
            GlobalDeviationFromNormal=-2.35, GlobalDeviationProbabilityNormalsFlag="YES", GlobalDeviationProbabilitySequence=[item(GlobalDeviationProbability=5.0, **algorithm)],
            LocalizedDeviationFromNormal=1.93, LocalDeviationProbabilityNormalsFlag="YES", LocalizedDeviationProbabilitySequence=[item(LocalizedDeviationProbability=10.0, **algorithm)], **norms)],
        ShortTermFluctuationCalculated="NO", ShortTermFluctuationProbabilityCalculated="NO", CorrectedLocalizedDeviationFromNormalCalculated="NO", CorrectedLocalizedDeviationFromNormalProbabilityCalculated="NO",
        VisualFieldGlobalResultsIndexSequence=[item(
            DataObservationSequence=[item(ValueType="NUMERIC", ConceptNameCodeSequence=code("111852", "DCM", "Visual Field Index"), NumericValue="96", MeasurementUnitsCodeSequence=code("%", "UCUM", "Percent"))],
            IndexNormalsFlag="NO")],
        OphthalmicPatientClinicalInformationLeftEyeSequence=[item(RefractiveParametersUsedOnPatientSequence=[], PupilSize=4.2, PupilDilated="NO", IntraOcularPressure=15.5)],
    )


def image(number_, suffix, modality, laterality, frames=1, **values):
    return study(
        number_, suffix, modality, ImageType=["ORIGINAL", "PRIMARY", "", "COLOR"], AcquisitionDateTime="20260102101531.5+0100", ImageLaterality=laterality,
        AnatomicRegionSequence=code("5665001", "SCT", "Retina"), NumberOfFrames=frames, Rows=2, Columns=2, BitsAllocated=8, BitsStored=8, HighBit=7,
        PixelRepresentation=0, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", BurnedInAnnotation="NO", LossyImageCompression="00",
        PresentationLUTShape="IDENTITY", IntraOcularPressure=14.5, HorizontalFieldOfView=45.0, PupilDilated="YES", DegreeOfDilation=6.5,
        EmmetropicMagnification=None, RefractiveStateSequence=[item(SphericalLensPower=-1.1, CylinderLensPower=-0.4, CylinderAxis=90.0)],
        PixelData=bytes(4 * frames), **values,
    )


def photography():
    return image(
        8, "77.1.5.1", "OP", "R", PixelSpacing=[0.011, 0.011], PatientEyeMovementCommanded="NO", DetectorType="CCD",
        AcquisitionDeviceTypeCodeSequence=code("409898007", "SCT", "Fundus Camera"), IlluminationTypeCodeSequence=[], LensesCodeSequence=[],
        LightPathFilterTypeStackCodeSequence=[], ImagePathFilterTypeStackCodeSequence=[], MydriaticAgentSequence=[], PatientOrientation=None,
        SynchronizationFrameOfReferenceUID=f"{ROOT}8.4", SynchronizationTrigger="NO TRIGGER", AcquisitionTimeSynchronized="N", FrameIncrementPointer=0x00181063, FrameTime="0",
    )


def tomography():
    def frame(y):
        return item(
            FrameAnatomySequence=[item(FrameLaterality="L", AnatomicRegionSequence=code("5665001", "SCT", "Retina"))],
            OphthalmicFrameLocationSequence=[item(
                ReferencedSOPClassUID=STORAGE + "77.1.5.1", ReferencedSOPInstanceUID=f"{ROOT}8.1", ReferenceCoordinates=[y, 100.5, y, 600.5],
                OphthalmicImageOrientation="LINEAR")])
    return image(
        9, "77.1.5.4", "OPT", "L", 2, AxialLengthOfTheEye=24.05, AcquisitionDeviceTypeCodeSequence=code("392012008", "SCT", "Optical Coherence Tomography Scanner"),
        PerFrameFunctionalGroupsSequence=[frame(256.1), frame(260.3)],
    )


def contradictions():
    """One of everything that is to be reported."""
    return measurement(
        10, "78.4", "SRF", "L",
        SubjectiveRefractionRightEyeSequence=[item(
            SpherePower=-225.0, CylinderSequence=cylinder(-0.75, 190.0), PrismSequence=prism(2.0, "", 1.0, "SIDEWAYS"),
            AddNearSequence=add([1.0, 2.0]), AddIntermediateSequence=[item(AddPower=1.0), item(AddPower=1.5)])],
        SubjectiveRefractionLeftEyeSequence=[item(SpherePower=float("nan"), CylinderSequence=[item(CylinderPower=-0.5, CylinderAxis=None)])],
        DistancePupillaryDistance=6.35,
    )


FILES = {
    "keratometry": keratometry, "subjective_refraction": subjective_refraction, "visual_acuity": visual_acuity,
    "spectacle_prescription": spectacle_prescription, "axial_measurements": axial_measurements, "iol_calculation": iol_calculation,
    "visual_field": visual_field, "photography": photography, "tomography": tomography, "contradictions": contradictions,
}


def write(dataset, path):
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    pydicom.dcmwrite(path, dataset, enforce_file_format=True)


def shortest(value):
    """The decimal with the fewest digits that is the same float32."""
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("<f", float(text)) == struct.pack("<f", value):
            return float(text)
    return value


def plain(value, vr):
    if value is None or value == "":
        return None
    if vr == "FL":
        return shortest(value)
    if vr in ("DS", "IS", "FD", "US", "SS", "UL"):
        return float(value) if value == value else "NaN"
    return str(value)


def values(dataset, path=""):
    found = {}
    for element in dataset:
        here = f"{path}{element.tag:08X}"
        if element.VR == "SQ":
            for at, each in enumerate(element.value):
                found.update(values(each, f"{here}[{at}]."))
        elif element.tag != 0x7FE00010:
            several = list(element.value) if element.VM > 1 else [element.value]
            found[here] = [plain(each, element.VR) for each in several]
    return found


if __name__ == "__main__":
    pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE
    folder = Path(sys.argv[1])
    for name, make in FILES.items():
        write(make(), folder / f"{name}.dcm")
    everything = {path.name: values(pydicom.dcmread(path)) for path in sorted(folder.glob("*.dcm"))}
    lines = [f"{json.dumps(name)}:{json.dumps(found, separators=(',', ':'))}" for name, found in everything.items()]
    (folder.parent / "ophthalmic-values.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
