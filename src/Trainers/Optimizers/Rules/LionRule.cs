using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Lion: w ← (1 − rate · decay) w − rate · sign(β₁m + (1 − β₁)g), then m ← β₂m + (1 − β₂)g.</summary>
/// <param name="beta1">β₁, in [0, 1).</param>
/// <param name="beta2">β₂, in [0, 1).</param>
/// <param name="weightDecay">decay.</param>
internal sealed class LionRule(double beta1, double beta2, double weightDecay) : OptimizerRule
{
    /// <inheritdoc/>
    public override int StatesPerWeight => 1;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(new Element(beta1, beta2, rate, 1 - (rate * weightDecay)), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var direction = states[0].Times(beta1).PlusInPlace(gradients, 1 - beta1).sign_();
        if (weightDecay > 0)
            weights.mul_(Numbers.Kept(1 - (rate * weightDecay)));
        weights.PlusInPlace(direction, -rate);
        states[0].mul_(Numbers.Kept(beta2)).PlusInPlace(gradients, 1 - beta2);
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step) =>
        ListOperations.Run(
            "lion", list.Weights, list.Gradients, list.States[0], Numbers.Kept(beta1), Numbers.Kept(beta2),
            Numbers.Kept(1 - (rate * weightDecay)), Numbers.Kept(rate));

    private readonly struct Element(double beta1, double beta2, double rate, double kept) : IElementRule
    {
        private readonly Vector<float> _beta1 = new((float)beta1);
        private readonly Vector<float> _new1 = new((float)(1 - beta1));
        private readonly Vector<float> _beta2 = new((float)beta2);
        private readonly Vector<float> _new2 = new((float)(1 - beta2));
        private readonly Vector<float> _step = new((float)-rate);
        private readonly Vector<float> _kept = new((float)kept);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var mean = Vector.LoadUnsafe(ref states, at);
            var direction = Signs.Of(Vector.FusedMultiplyAdd(gradients, _new1, mean * _beta1));
            Vector.FusedMultiplyAdd(gradients, _new2, mean * _beta2).StoreUnsafe(ref states, at);
            return Vector.FusedMultiplyAdd(direction, _step, weights * _kept);
        }
    }
}
