using System.Globalization;

namespace DeepML.Data;

/// <summary>The Box-Cox family (Box and Cox, J. R. Stat. Soc. B 26, 1964): λ = 1 is none, λ = 0 the logarithm.</summary>
/// <param name="Lambda">The exponent, in [0, 1].</param>
internal sealed record ValueTransform(double Lambda)
{
    /// <summary>y → y.</summary>
    public static ValueTransform None { get; } = new(1.0);

    /// <summary>y → ln y.</summary>
    public static ValueTransform Log { get; } = new(0.0);

    /// <summary>The transformed value.</summary>
    public double Forward(double value) => Lambda switch
    {
        1 => value,
        0 => Math.Log(value),
        _ => (Math.Pow(value, Lambda) - 1) / Lambda,
    };

    /// <summary>The value that belongs to a transformed one; below the range of the transform it is the lower end, 0.</summary>
    public double Back(double transformed) => Lambda switch
    {
        1 => transformed,
        0 => Math.Exp(transformed),
        _ => Math.Pow(Math.Max(0, (transformed * Lambda) + 1), 1 / Lambda),
    };

    /// <summary>Refuses a value that cannot be transformed.</summary>
    /// <exception cref="InvalidOperationException">The value is outside the domain.</exception>
    public void Check(double value, long row)
    {
        if (!Accepts(value))
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The value {value} in row {row} cannot be transformed: ")
                + (Lambda == 0 ? "a logarithm needs values above 0." : "Box-Cox needs values of at least 0.")
                + " Set Transformation to None, or shift the values.");
    }

    /// <summary>Whether a value can be transformed.</summary>
    public bool Accepts(double value) => Lambda == 1 || (Lambda == 0 ? value > 0 : value >= 0);
}
