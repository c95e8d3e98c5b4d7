using System.Globalization;
using DeepML.Trainers;

namespace DeepML;

/// <summary>The ratings that there are: evenly spaced from the lowest to the highest.</summary>
/// <param name="Lowest">The lowest rating; finite.</param>
/// <param name="Highest">The highest rating; finite, above the lowest, and a whole number of steps away from it.</param>
/// <param name="Step">From one rating to the next; above 0. At most 100 steps lie between the lowest and the highest.</param>
public sealed record RatingScale(double Lowest, double Highest, double Step)
{
    internal const int MostSteps = 100;

    // Steps may be tenths, which no binary number is.
    private const double Tolerance = 1e-3;

    /// <summary>Ratings 1, 2, 3, 4 and 5.</summary>
    public static RatingScale Stars { get; } = new(1, 5, 1);

    /// <summary>Ratings 0.5, 1, 1.5, …, 5.</summary>
    public static RatingScale HalfStars { get; } = new(0.5, 5, 0.5);

    internal int Levels => (int)Math.Round((Highest - Lowest) / Step) + 1;

    /// <summary>A line for people: "from 0.5 to 5 by 0.5".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"from {Lowest:G7} to {Highest:G7} by {Step:G7}");

    /// <summary>The coarsest even scale that all of some ratings lie on.</summary>
    /// <param name="ratings">Different finite ratings; at least one.</param>
    /// <returns>Null if it would take more than 100 steps.</returns>
    internal static RatingScale? Of(IEnumerable<float> ratings)
    {
        var sorted = ratings.Order().ToArray();
        var (lowest, highest) = (Decimal(sorted[0]), Decimal(sorted[^1]));
        if (lowest == highest)
            return new RatingScale(lowest, lowest + 1, 1);
        var finest = (highest - lowest) / MostSteps * (1 - Tolerance);
        var step = 0.0;
        for (var i = 1; i < sorted.Length; i++)
        {
            step = CommonStep(step, Decimal(sorted[i]) - Decimal(sorted[i - 1]), finest * Tolerance * 10);
            if (step < finest)
                return null;
        }
        var steps = Math.Round((highest - lowest) / step);
        return new RatingScale(lowest, highest, (highest - lowest) / steps);
    }

    /// <summary>Whether a rating lies on the scale.</summary>
    internal bool Holds(float rating)
    {
        if (!float.IsFinite(rating))
            return false;
        var level = LevelOf(rating);
        var nearest = Math.Round(level);
        return Math.Abs(level - nearest) <= Tolerance * 10 && nearest >= 0 && nearest < Levels;
    }

    /// <summary>The level of a rating, from 0.</summary>
    internal byte Level(float rating) => (byte)Math.Round(LevelOf(rating));

    internal void Validate(OptionFaults faults, string name)
    {
        if (!double.IsFinite(Lowest) || !double.IsFinite(Highest) || !(Highest > Lowest))
            faults.Add(name, this, "from a finite rating to a higher one");
        else if (!(Step > 0) || (Highest - Lowest) / Step is > MostSteps + 0.5 or < 0.5)
            faults.Add($"{name}.{nameof(Step)}", Step, $"above 0, with 1 to {MostSteps} steps from the lowest to the highest rating");
        else if (!Holds((float)Highest))
            faults.Add($"{name}.{nameof(Step)}", Step, "such that the highest rating is a whole number of steps above the lowest");
    }

    private double LevelOf(float rating) => (Decimal(rating) - Lowest) / Step;

    // 0.1f is meant as 0.1: what is written of a float is what its reader meant.
    private static double Decimal(float rating) =>
        double.Parse(rating.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // Euclid's algorithm on numbers that are equal where they differ by less than a tolerance.
    private static double CommonStep(double a, double b, double tolerance)
    {
        while (b > tolerance)
            (a, b) = (b, Math.Abs(a - (Math.Round(a / b) * b)));
        return a;
    }
}
