using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Sums, products and powers of tensors whose numbers stay alive during the call (see <see cref="Numbers"/>): to be used in place
/// of operators, which make a number that nothing holds. Differences, products and quotients of two tensors make none.
/// </summary>
internal static class TensorArithmetic
{
    /// <summary>a + b, broadcast: the operator and <c>add(Tensor)</c> make a number for the factor 1 of b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, Numbers.One);

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, double b) => a.add(Numbers.Kept(b), Numbers.One);

    /// <summary>a + b; an integral tensor stays integral.</summary>
    public static Tensor Plus(this Tensor a, long b) => a.add(Numbers.Kept(b), Numbers.One);

    /// <summary>a + factor · b, broadcast.</summary>
    public static Tensor Plus(this Tensor a, Tensor b, double factor) => a.add(b, Numbers.Kept(factor));

    /// <summary>a ← a + b.</summary>
    public static Tensor PlusInPlace(this Tensor a, Tensor b) => a.add_(b, Numbers.One);

    /// <summary>a ← a + factor · b.</summary>
    public static Tensor PlusInPlace(this Tensor a, Tensor b, double factor) => a.add_(b, Numbers.Kept(factor));

    /// <summary>a ← a + b.</summary>
    public static Tensor PlusInPlace(this Tensor a, double b) => a.add_(Numbers.Kept(b), Numbers.One);

    /// <summary>a − b.</summary>
    public static Tensor Minus(this Tensor a, double b) => a.sub(Numbers.Kept(b));

    /// <summary>a − b; an integral tensor stays integral.</summary>
    public static Tensor Minus(this Tensor a, long b) => a.sub(Numbers.Kept(b));

    /// <summary>b − a.</summary>
    public static Tensor SubtractedFrom(this Tensor a, double b) => a.neg().add_(Numbers.Kept(b), Numbers.One);

    /// <summary>b − a; an integral tensor stays integral.</summary>
    public static Tensor SubtractedFrom(this Tensor a, long b) => a.neg().add_(Numbers.Kept(b), Numbers.One);

    /// <summary>a · b.</summary>
    public static Tensor Times(this Tensor a, double b) => a.mul(Numbers.Kept(b));

    /// <summary>a · b; an integral tensor stays integral.</summary>
    public static Tensor Times(this Tensor a, long b) => a.mul(Numbers.Kept(b));

    /// <summary>a ÷ b.</summary>
    public static Tensor Over(this Tensor a, double b) => a.div(Numbers.Kept(b));

    /// <summary>b ÷ a.</summary>
    public static Tensor Dividing(this Tensor a, double b) => a.reciprocal().mul(Numbers.Kept(b));

    /// <summary>a², each element.</summary>
    public static Tensor Squared(this Tensor a) => a.mul(a);

    /// <summary>Share of the elements of a tensor of truths that are true, in [0, 1].</summary>
    public static double ShareTrue(this Tensor a) => (double)a.sum().Read<long>() / a.numel();
}
