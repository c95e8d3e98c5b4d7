using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The functions of <see cref="NumberFunction"/>.</summary>
internal static class NumberFunctions
{
    /// <summary>Of every number of a tensor; the same tensor for the identity.</summary>
    public static Tensor Of(NumberFunction function, Tensor sums) => function switch
    {
        NumberFunction.Sigmoid => sums.sigmoid(),
        NumberFunction.Tanh => sums.tanh(),
        NumberFunction.Exponential => sums.exp(),
        _ => sums,
    };

    /// <summary>Of one number.</summary>
    public static float Of(NumberFunction function, float sum) => function switch
    {
        NumberFunction.Sigmoid => 1 / (1 + MathF.Exp(-sum)),
        NumberFunction.Tanh => MathF.Tanh(sum),
        NumberFunction.Exponential => MathF.Exp(sum),
        _ => sum,
    };

    /// <summary>The smallest and the largest number that there can be.</summary>
    public static (double Smallest, double Largest) Range(NumberFunction function) => function switch
    {
        NumberFunction.Sigmoid => (0, 1),
        NumberFunction.Tanh => (-1, 1),
        NumberFunction.Exponential => (0, double.PositiveInfinity),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };
}
