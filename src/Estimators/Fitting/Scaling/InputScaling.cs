using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>Chooses how each column is scaled, from what its numbers are like.</summary>
internal static class InputScaling
{
    // Numbers of unit size are left alone: means and deviations like these do no harm to learning.
    private const double FarthestMean = 3;
    private const double LeastDeviation = 0.1;
    private const double MostDeviation = 3;

    private const double NormalQuartiles = 1.349; // distance between the quartiles of a normal distribution of deviation 1
    private const double FarOut = 20; // deviations
    private const double ManyMagnitudes = 1000; // last percentile over first
    private const int LikePixels = 16; // columns
    private const double LargestByte = 255;
    private const double LikeSizes = 10; // largest deviation over least

    /// <summary>The scales for an option.</summary>
    /// <param name="profile">What the columns are like.</param>
    /// <param name="scaling">The option.</param>
    /// <param name="chosen">Receives what was chosen for <see cref="NetworkInputScaling.Automatic"/>.</param>
    /// <param name="keepsLikeSizes">
    /// Whether columns of like size keep their sizes to each other where the choice is automatic: for whoever learns from the rows
    /// alone, to whom a column that varies more has more to say.
    /// </param>
    /// <returns>Null for none.</returns>
    public static ColumnScales? Choose(
        ColumnProfile profile, NetworkInputScaling scaling, ICollection<AutomaticChoice> chosen, bool keepsLikeSizes = false)
    {
        switch (scaling)
        {
            case NetworkInputScaling.None:
                return null;
            case NetworkInputScaling.MinMax:
                return Each(profile, i => (profile.Smallest[i], profile.Largest[i] - profile.Smallest[i], 0, ScalingCurve.Straight));
            case NetworkInputScaling.Standard:
                return Each(profile, i => (profile.Mean[i], profile.Deviation[i], 0, ScalingCurve.Straight));
            case NetworkInputScaling.Robust:
                return Each(profile, i => Robust(profile, i));
        }
        var columns = Enumerable.Range(0, profile.Width).Where(i => profile.Count[i] > 0).ToArray();
        if (columns.All(i => IsOfUnitSize(profile, i)))
        {
            Add("None", "all columns are of about unit size");
            return null;
        }
        if (AreBounded(profile, columns))
        {
            Add("None", "all columns lie in [-1, 1], and most make use of it");
            return null;
        }
        if (AreLikePixels(profile, columns))
        {
            var mean = columns.Average(i => profile.Mean[i]);
            var deviation = Math.Sqrt(columns.Average(i => Square(profile.Deviation[i]) + Square(profile.Mean[i] - mean)));
            Add("one centre and factor for all columns",
                FormattableString.Invariant($"{columns.Length} columns of whole numbers in [0, 255], as pixels are"));
            return Each(profile, _ => (mean, deviation, 0, ScalingCurve.Straight), keepConstants: true);
        }
        if (keepsLikeSizes && AreOfLikeSize(profile, columns))
        {
            var deviation = Math.Sqrt(columns.Average(i => Square(profile.Deviation[i])));
            Add("a centre for each column and one factor for all",
                FormattableString.Invariant($"the deviations of {columns.Length} columns lie within a factor of {LikeSizes}"));
            return Each(profile, i => (profile.Mean[i], deviation, 0, ScalingCurve.Straight));
        }
        return OfEach(profile, chosen);

        void Add(string value, string reason) =>
            chosen.Add(new AutomaticChoice("InputScaling", value, reason));
    }

    /// <summary>
    /// Scales for each column by itself, whatever the others are like: standard, robust where a few numbers lie far out, and the
    /// logarithm of positive numbers over many magnitudes.
    /// </summary>
    /// <param name="profile">What the columns are like.</param>
    /// <param name="chosen">Receives what was chosen.</param>
    /// <param name="value">The word for it.</param>
    /// <param name="straight">The word for a column that needs no curve.</param>
    public static ColumnScales OfEach(
        ColumnProfile profile, ICollection<AutomaticChoice> chosen, string value = "each column by itself", string straight = "standard")
    {
        var scales = Each(profile, i => Automatic(profile, i));
        chosen.Add(new AutomaticChoice("InputScaling", value, string.Join(", ", scales.Curves.GroupBy(curve => curve)
            .OrderBy(group => group.Key)
            .Select(group => FormattableString.Invariant($"{group.Count()} {Name(group.Key) ?? straight}")))));
        return scales;
    }

    private static (double Centre, double Spread, double Floor, ScalingCurve Curve) Automatic(ColumnProfile profile, int i)
    {
        if (IsBit(profile, i))
            return (0, 1, 0, ScalingCurve.Straight);
        if (profile.Smallest[i] > 0 && profile.High[i] / profile.Low[i] >= ManyMagnitudes)
            return OfLogarithm(profile, i);
        var spread = Quartiles(profile, i) is > 0 and var quartiles ? quartiles / NormalQuartiles : profile.Deviation[i];
        var farthest = Math.Max(profile.Largest[i] - profile.Median[i], profile.Median[i] - profile.Smallest[i]);
        return farthest > FarOut * spread ? Robust(profile, i) : (profile.Mean[i], profile.Deviation[i], 0, ScalingCurve.Straight);
    }

    // Median and quartiles go through the logarithm as they are; half of the smallest seen is as low as it goes.
    private static (double, double, double, ScalingCurve) OfLogarithm(ColumnProfile profile, int i)
    {
        var spread = (Math.Log(profile.ThirdQuartile[i]) - Math.Log(profile.FirstQuartile[i])) / NormalQuartiles;
        return (Math.Log(profile.Median[i]), spread > 0 ? spread : 1, profile.Smallest[i] / 2, ScalingCurve.Logarithm);
    }

    private static (double, double, double, ScalingCurve) Robust(ColumnProfile profile, int i)
    {
        var quartiles = Quartiles(profile, i);
        return (profile.Median[i], quartiles > 0
            ? quartiles / NormalQuartiles
            : profile.Deviation[i], 0, ScalingCurve.InverseHyperbolicSine);
    }

    // A column that never varied says nothing: it is set to 0, whatever it holds later.
    private static ColumnScales Each(
        ColumnProfile profile, Func<int, (double Centre, double Spread, double Floor, ScalingCurve Curve)> scale,
        bool keepConstants = false)
    {
        var width = profile.Width;
        var scales = new ColumnScales(new float[width], new float[width], new float[width], new ScalingCurve[width]);
        for (var i = 0; i < width; i++)
        {
            if (!keepConstants && IsConstant(profile, i))
            {
                scales.Centres[i] = (float)profile.Mean[i];
                continue;
            }
            var (centre, spread, floor, curve) = scale(i);
            (scales.Centres[i], scales.Factors[i], scales.Floors[i], scales.Curves[i]) =
                ((float)centre, (float)(1 / spread), (float)floor, curve);
        }
        return scales;
    }

    private static bool IsOfUnitSize(ColumnProfile profile, int i) =>
        IsBit(profile, i)
        || (Math.Abs(profile.Mean[i]) <= FarthestMean && profile.Deviation[i] is >= LeastDeviation and <= MostDeviation
            && Math.Max(Math.Abs(profile.Largest[i]), Math.Abs(profile.Smallest[i])) <= FarOut)
        || (IsConstant(profile, i) && Math.Abs(profile.Mean[i]) <= FarthestMean);

    // Somebody has scaled them already, or they are of one kind: a column that is rarely more than 0 is meant to be so.
    private static bool AreBounded(ColumnProfile profile, int[] columns)
    {
        double Size(int i) => Math.Max(Math.Abs(profile.Largest[i]), Math.Abs(profile.Smallest[i]));
        return columns.All(i => Size(i) <= 1) && columns.Count(i => Size(i) >= 0.5) >= columns.Length / 2.0;
    }

    // Columns of one kind in one range; a few hundred columns of ages or counts are not taken for pixels where their ranges differ.
    private static bool AreLikePixels(ColumnProfile profile, int[] columns)
    {
        if (columns.Length < LikePixels
            || !profile.AreWhole || columns.Any(i => profile.Smallest[i] < 0 || profile.Largest[i] > LargestByte))
            return false;
        var largest = columns.Max(i => profile.Largest[i]);
        return columns.Count(i => profile.Largest[i] >= largest / 4) >= columns.Length / 2;
    }

    // Columns that may well be in one unit, with nothing so far out that it would need a curve.
    private static bool AreOfLikeSize(ColumnProfile profile, int[] columns)
    {
        var varied = columns.Where(i => !IsConstant(profile, i)).ToArray();
        return varied.Length > 0 && varied.Max(i => profile.Deviation[i]) <= LikeSizes * varied.Min(i => profile.Deviation[i])
            && varied.All(i =>
                Math.Max(profile.Largest[i] - profile.Mean[i], profile.Mean[i] - profile.Smallest[i]) <= FarOut * profile.Deviation[i]);
    }

    private static bool IsBit(ColumnProfile profile, int i) => profile.Smallest[i] is 0 or 1 && profile.Largest[i] is 0 or 1
        && Math.Abs(Square(profile.Deviation[i]) - (profile.Mean[i] * (1 - profile.Mean[i]))) < 1e-6;

    // Deviations that rounding to float explains are none.
    private static bool IsConstant(ColumnProfile profile, int i) =>
        profile.Count[i] == 0 || profile.Deviation[i] <= 1e-6 * Math.Max(Math.Abs(profile.Mean[i]), 1e-30);

    private static double Quartiles(ColumnProfile profile, int i) => profile.ThirdQuartile[i] - profile.FirstQuartile[i];

    private static string? Name(ScalingCurve curve) => curve switch
    {
        ScalingCurve.Logarithm => "by its logarithm (positive, over many magnitudes)",
        ScalingCurve.InverseHyperbolicSine => "robust (a few numbers far out)",
        _ => null,
    };

    private static double Square(double x) => x * x;
}
