//! Where searches start: a grid of parameters, and which of its points are worth a search.

use super::space::Space;

/// Values of α, of the shares of β and γ, and of φ.
const VALUES: [&[f64]; 4] =
    [&[1e-4, 0.02, 0.06, 0.15, 0.35, 0.6, 0.85, 0.9999], &[0.02, 0.2, 0.8], &[0.03, 0.3, 0.8], &[0.8, 0.98]];

/// Points of a space, φ's values running fastest.
pub(super) struct Grid {
    points: Vec<GridPoint>,
    /// How many values each side has.
    counts: [usize; 4],
}

struct GridPoint {
    /// α, the shares of β and γ, and φ.
    sides: [f64; 4],
    /// Which of the values of each these are.
    places: [usize; 4],
}

impl Grid {
    pub fn of(space: &Space) -> Self {
        let choices: [Vec<f64>; 4] = std::array::from_fn(|side| {
            let values = VALUES[side];
            let side = space.sides[side];
            match side.held {
                Some(held) => vec![held],
                None => values.iter().map(|value| value.clamp(side.low, side.high)).collect(),
            }
        });
        let counts = [choices[0].len(), choices[1].len(), choices[2].len(), choices[3].len()];
        let points = (0..counts.iter().product())
            .map(|index: usize| {
                let mut places = [0; 4];
                let mut rest = index;
                for side in (0..4).rev() {
                    places[side] = rest % counts[side];
                    rest /= counts[side];
                }
                GridPoint { sides: std::array::from_fn(|side| choices[side][places[side]]), places }
            })
            .collect();
        Self { points, counts }
    }

    pub fn len(&self) -> usize {
        self.points.len()
    }

    pub fn sides(&self, index: usize) -> [f64; 4] {
        self.points[index].sides
    }

    /// So many of the points: the best of each basin, then the best with each value of each parameter; or all. Those whose
    /// cost is infinite are left out.
    pub fn starters(&self, costs: &[f64], most: usize) -> Vec<usize> {
        let by_cost = |a: &usize, b: &usize| costs[*a].total_cmp(&costs[*b]);
        let is_possible = |index: &usize| costs[*index] < f64::INFINITY;
        let mut chosen: Vec<usize> = (0..costs.len()).filter(is_possible).collect();
        if most > costs.len() {
            chosen.sort_by(by_cost);
            return chosen;
        }
        chosen.retain(|&index| self.is_least(costs, index));
        chosen.sort_by(by_cost);
        chosen.truncate(most);
        if chosen.len() == most {
            return chosen;
        }
        let mut least = [[usize::MAX; 8]; 4];
        for (index, point) in self.points.iter().enumerate().filter(|(index, _)| is_possible(index)) {
            for (least, &place) in least.iter_mut().zip(&point.places) {
                if least[place] == usize::MAX || costs[index] < costs[least[place]] {
                    least[place] = index;
                }
            }
        }
        let mut others: Vec<usize> = Vec::new();
        for (least, &count) in least.iter().zip(&self.counts).filter(|(_, count)| **count > 1) {
            for &index in least[..count].iter().filter(|index| **index != usize::MAX) {
                if !chosen.contains(&index) && !others.contains(&index) {
                    others.push(index);
                }
            }
        }
        others.sort_by(by_cost);
        chosen.extend(others);
        chosen.truncate(most);
        chosen
    }

    /// Whether no neighbour costs less.
    fn is_least(&self, costs: &[f64], index: usize) -> bool {
        let cost = costs[index];
        let mut stride = 1;
        for (&place, &count) in self.points[index].places.iter().zip(&self.counts).rev() {
            if (place > 0 && costs[index - stride] <= cost)
                || (place + 1 < count && costs[index + stride] < cost)
            {
                return false;
            }
            stride *= count;
        }
        true
    }
}
