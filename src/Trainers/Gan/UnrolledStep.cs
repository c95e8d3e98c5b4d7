using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>All weights of an unrolled network as one vector, with Adam's running means beside them.</summary>
/// <param name="Weights">(all weights).</param>
/// <param name="Mean">(all weights): of the slopes.</param>
/// <param name="Square">(all weights): of the squared slopes.</param>
internal sealed record UnrolledState(Tensor Weights, Tensor Mean, Tensor Square)
{
    /// <summary>All three, in this order.</summary>
    public Tensor[] Parts => [Weights, Mean, Square];

    /// <summary>Weights without a past.</summary>
    public static UnrolledState At(Tensor weights) => new(weights, zeros_like(weights), zeros_like(weights));

    /// <summary>The first three tensors of a list.</summary>
    public static UnrolledState Of(IReadOnlyList<Tensor> parts) => new(parts[0], parts[1], parts[2]);

    /// <summary>The same values without their graph.</summary>
    public UnrolledState Detached() => new(Weights.detach(), Mean.detach(), Square.detach());

    /// <summary>The same values as the start of a new graph.</summary>
    public UnrolledState AsLeaves() => Of([.. Parts.Select(part => part.detach().requires_grad_(true))]);
}

/// <summary>A step of an optimizer as a function with slopes: Adam's, with running means that start at zero, or the plain one.</summary>
/// <param name="Adam">Null goes down the slope itself.</param>
/// <param name="Limit">Where weights are cut off after the step; null for nowhere.</param>
internal sealed record UnrolledStep(AdamOptimizer? Adam, double? Limit = null)
{
    // Where a weight's slope is this small, Adam's step stops growing with one over it: its own slope would have no bound.
    private const double SmallestRoot = 1e-4;

    /// <summary>The rule that comes nearest to an optimizer's.</summary>
    public static UnrolledStep Like(OptimizerOptions optimizer, double? limit) => new(
        optimizer switch
        {
            AdamOptimizer adam => adam,
            GradientDescentOptimizer => null,
            AdamWOptimizer adam => new AdamOptimizer { Beta1 = adam.Beta1, Beta2 = adam.Beta2 },
            RmsPropOptimizer rms => new AdamOptimizer { Beta1 = 0, Beta2 = rms.Alpha },
            _ => new AdamOptimizer { Beta1 = 0 },
        },
        limit);

    /// <summary>The state after a step.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="slope">(all weights).</param>
    /// <param name="learningRate">Size of the step.</param>
    /// <param name="number">Which step it is, counted from 1.</param>
    public UnrolledState Next(UnrolledState state, Tensor slope, double learningRate, int number)
    {
        var (mean, square) = (state.Mean, state.Square);
        var direction = slope;
        if (Adam is not null)
        {
            mean = mean.Times(Adam.Beta1).Plus(slope, 1 - Adam.Beta1);
            square = square.Times(Adam.Beta2).addcmul(slope, slope, Numbers.Kept(1 - Adam.Beta2));
            var root = square.Over(1 - Math.Pow(Adam.Beta2, number)).Plus(SmallestRoot * SmallestRoot).sqrt();
            direction = mean.Over(1 - Math.Pow(Adam.Beta1, number)) / root;
        }
        var weights = state.Weights.Plus(direction, -learningRate);
        return new UnrolledState(Limit is { } limit ? weights.clamp(Numbers.Kept(-limit), Numbers.Kept(limit)) : weights, mean, square);
    }
}
