namespace DeepML.Networks;

/// <summary>What the arithmetic of networks takes, in single precision, even where two numbers are multiplied.</summary>
internal static class NumberLimits
{
    /// <summary>Largest whole number that says how many: units, steps, rows of a batch.</summary>
    public const int MostUnits = 1 << 24;

    /// <summary>Largest real number.</summary>
    public const double Largest = 1e15;

    /// <summary>Smallest real number that is not 0.</summary>
    public const double Smallest = 1e-30;

    /// <summary>Whether a real number is 0, or neither too large nor too small.</summary>
    public static bool Fits(double value) => value == 0 || (Math.Abs(value) >= Smallest && Math.Abs(value) <= Largest);

    /// <summary>What is asked of a real number, to be said after its range.</summary>
    public static string Requirement => FormattableString.Invariant($"0, or between {Smallest:0E0} and {Largest:0E0} in size");
}
