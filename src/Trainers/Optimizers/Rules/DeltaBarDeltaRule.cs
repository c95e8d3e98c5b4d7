using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Delta-bar-delta: k ← k + κ where δ̄·g &gt; 0, (1 − φ)k where it is &lt; 0; w ← w − rate · k · g; δ̄ ← θδ̄ + (1 − θ)g. k begins at 1.
/// </summary>
/// <param name="increase">κ.</param>
/// <param name="decrease">φ, in [0, 1).</param>
/// <param name="memory">θ, in [0, 1).</param>
/// <param name="weightDecay">This times the weight is added to its gradient.</param>
internal sealed class DeltaBarDeltaRule(double increase, double decrease, double memory, double weightDecay) : OptimizerRule
{
    /// <summary>δ̄, and k − 1.</summary>
    public override int StatesPerWeight => 2;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(new Element(increase, decrease, memory, weightDecay, rate), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        var agreement = states[0] * slope;
        var gain = states[1].Plus(1.0);
        gain = where(
            agreement.gt(Numbers.Zero), gain.Plus(increase), where(agreement.lt(Numbers.Zero), gain.Times(1 - decrease), gain));
        weights.addcmul_(gain, slope, Numbers.Kept(-rate));
        states[1].copy_(gain.Minus(1.0));
        states[0].mul_(Numbers.Kept(memory)).PlusInPlace(slope, 1 - memory);
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step) =>
        ListOperations.Run(
            "delta_bar_delta", list.Weights, list.Gradients, list.States[0], list.States[1], Numbers.Kept(increase),
            Numbers.Kept(decrease), Numbers.Kept(memory), Numbers.Kept(weightDecay), Numbers.Kept(rate));

    private readonly struct Element(double increase, double decrease, double memory, double decay, double rate) : IElementRule
    {
        private readonly Vector<float> _increase = new((float)increase);
        private readonly Vector<float> _kept = new((float)(1 - decrease));
        private readonly Vector<float> _memory = new((float)memory);
        private readonly Vector<float> _new = new((float)(1 - memory));
        private readonly Vector<float> _decay = new((float)decay);
        private readonly Vector<float> _step = new((float)-rate);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _decay, gradients);
            var mean = Vector.LoadUnsafe(ref states, at);
            var agreement = mean * slope;
            var gain = Vector.LoadUnsafe(ref states, at + stride) + Vector<float>.One;
            var grown = Vector.ConditionalSelect(Vector.GreaterThan(agreement, Vector<float>.Zero), gain + _increase, gain);
            gain = Vector.ConditionalSelect(Vector.LessThan(agreement, Vector<float>.Zero), gain * _kept, grown);
            Vector.FusedMultiplyAdd(slope, _new, mean * _memory).StoreUnsafe(ref states, at);
            (gain - Vector<float>.One).StoreUnsafe(ref states, at + stride);
            return Vector.FusedMultiplyAdd(slope * gain, _step, weights);
        }
    }
}
