using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>What rebuilds an <see cref="AverageNetwork"/>.</summary>
/// <param name="Members">Models whose answers are averaged.</param>
/// <param name="Size">Numbers in each answer.</param>
/// <param name="Form">What comes of the mean.</param>
internal sealed record AverageArchitecture(int Members, int Size, AverageForm Form);

/// <summary>The mean of what several models say; it has no weights.</summary>
/// <param name="architecture">How many models, and what they say.</param>
internal sealed class AverageNetwork(AverageArchitecture architecture) : Module<Tensor, Tensor>("Average"), IHasArchitecture
{
    /// <summary>No probability is closer to certain than this, so that logarithms stay finite.</summary>
    public const double Least = 1e-7;

    /// <inheritdoc/>
    public object Architecture => architecture;

    /// <summary>The answer that a head reads.</summary>
    /// <param name="input">(batch, members, size).</param>
    /// <returns>(batch, size).</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var mean = input.mean([1L]); // (batch, size)
        if (architecture.Form != AverageForm.Mean)
            mean = mean.clamp_(Numbers.Kept(Least), Numbers.Kept(1 - Least));
        var answer = architecture.Form switch
        {
            AverageForm.Mean => mean,
            AverageForm.Logarithm => mean.log(),
            _ => (mean / mean.SubtractedFrom(1L)).log_(),
        };
        return answer.MoveToOuterDisposeScope();
    }
}
