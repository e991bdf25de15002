//! What the metadata of an electronic invoice says of it (Factur-X 1.0, 7.1).

const NAMESPACE: &str = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

/// The properties, and what they mean: PDF/A asks that it be told in the file (ISO 19005-3, 6.6.2.3).
const PROPERTIES: [(&str, &str); 4] = [
    ("DocumentFileName", "name of the embedded XML invoice file"),
    ("DocumentType", "INVOICE"),
    ("Version", "version of the Factur-X XML schema"),
    ("ConformanceLevel", "conformance level of the embedded Factur-X data"),
];

/// The metadata with the description of an invoice of that level, such as `EN 16931`, in `factur-x.xml`. What describes its
/// properties goes into the list that PDF/A's metadata has: there may be one only.
pub(super) fn described(metadata: &[u8], level: &str) -> Option<Vec<u8>> {
    let place = |end: &[u8]| metadata.windows(end.len()).rposition(|window| window == end);
    let schemas = place(b"</rdf:Bag></pdfaExtension:schemas>")?;
    let end = place(b"</rdf:RDF>")?;
    let between = metadata.get(schemas..end)?;
    let (schema, description) = (schema(), description(level));
    Some(
        [&metadata[..schemas], schema.as_bytes(), between, description.as_bytes(), &metadata[end..]].concat(),
    )
}

fn description(level: &str) -> String {
    let level = level.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:fx=\"{NAMESPACE}\"><fx:DocumentType>INVOICE</fx:DocumentType>\
         <fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version>\
         <fx:ConformanceLevel>{level}</fx:ConformanceLevel></rdf:Description>"
    )
}

fn schema() -> String {
    let properties = PROPERTIES.map(|(name, meaning)| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>Text</pdfaProperty:valueType>\
             <pdfaProperty:category>external</pdfaProperty:category>\
             <pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        )
    });
    let properties = properties.concat();
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
}
