using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Gradient descent, with momentum or Nesterov's form of it: v ← momentum · v + g, w ← w − rate · v.</summary>
/// <param name="momentum">Share of the last step that is added to the next; in [0, 1).</param>
/// <param name="nesterov">Whether the step is g + momentum · v.</param>
/// <param name="weightDecay">This times the weight is added to its gradient.</param>
internal sealed class GradientDescentRule(double momentum, bool nesterov, double weightDecay) : OptimizerRule
{
    /// <inheritdoc/>
    public override int StatesPerWeight => momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step)
    {
        if (momentum > 0)
            ElementPass.Run(new WithMomentum(rate, weightDecay, momentum, nesterov), weights, gradients, states);
        else
            ElementPass.Run(new Plain(rate, weightDecay), weights, gradients, states);
    }

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        if (momentum > 0)
        {
            var velocity = states[0].mul_(Numbers.Kept(momentum)).PlusInPlace(slope);
            slope = nesterov ? slope.Plus(velocity, momentum) : velocity;
        }
        weights.PlusInPlace(slope, -rate);
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step)
    {
        if (momentum > 0)
            ListOperations.Run(
                list.IsFusible ? "fused_roll" : "roll", list.Weights, list.Gradients, list.States[0], Numbers.Kept(rate),
                Numbers.Kept(momentum), nesterov, Numbers.Kept(weightDecay));
        else
            ListOperations.Run(
                list.IsFusible ? "fused_descend" : "descend", list.Weights, list.Gradients, Numbers.Kept(rate), Numbers.Kept(weightDecay));
    }

    private readonly struct Plain(double rate, double decay) : IElementRule
    {
        private readonly Vector<float> _step = new((float)-rate);
        private readonly Vector<float> _decay = new((float)decay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride) =>
            Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(weights, _decay, gradients), _step, weights);
    }

    private readonly struct WithMomentum(double rate, double decay, double momentum, bool nesterov) : IElementRule
    {
        private readonly Vector<float> _step = new((float)-rate);
        private readonly Vector<float> _decay = new((float)decay);
        private readonly Vector<float> _momentum = new((float)momentum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _decay, gradients);
            var velocity = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref states, at), _momentum, slope);
            velocity.StoreUnsafe(ref states, at);
            return Vector.FusedMultiplyAdd(nesterov ? Vector.FusedMultiplyAdd(velocity, _momentum, slope) : velocity, _step, weights);
        }
    }
}
