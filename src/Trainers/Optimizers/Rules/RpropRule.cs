using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Rprop: Δ ← Δη⁺ while g keeps its sign, Δη⁻ where it turns, and g ← 0 there; w ← w − sign(g) · Δ. Δ begins at the learning rate.
/// </summary>
/// <param name="increase">η⁺, above 1.</param>
/// <param name="decrease">η⁻, in (0, 1).</param>
/// <param name="smallest">Least Δ.</param>
/// <param name="largest">Largest Δ.</param>
/// <param name="weightDecay">This times the weight is added to its gradient.</param>
internal sealed class RpropRule(double increase, double decrease, double smallest, double largest, double weightDecay) : OptimizerRule
{
    /// <summary>The last gradient and Δ.</summary>
    public override int StatesPerWeight => 2;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(
            new Element(increase, decrease, smallest, largest, weightDecay, First(rate, step)), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        var (last, size) = (states[0], states[1].PlusInPlace(First(rate, step)));
        var turn = last * slope;
        var factor = where(
            turn.gt(Numbers.Zero), full_like(size, Numbers.Kept(increase)),
            where(turn.lt(Numbers.Zero), full_like(size, Numbers.Kept(decrease)), ones_like(size)));
        size.mul_(factor).clamp_(Numbers.Kept(smallest), Numbers.Kept(largest));
        last.copy_(where(turn.lt(Numbers.Zero), zeros_like(slope), slope));
        weights.addcmul_(last.sign(), size, Numbers.Kept(-1L));
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step) =>
        ListOperations.Run(
            "rprop", list.Weights, list.Gradients, list.States[0], list.States[1], Numbers.Kept(First(rate, step)), Numbers.Kept(increase),
            Numbers.Kept(decrease), Numbers.Kept(smallest), Numbers.Kept(largest), Numbers.Kept(weightDecay));

    // What is added to the zeros that Δ begins with.
    private static double First(double rate, long step) => step == 1 ? rate : 0;

    private readonly struct Element(double increase, double decrease, double smallest, double largest, double decay, double first)
        : IElementRule
    {
        private readonly Vector<float> _increase = new((float)increase);
        private readonly Vector<float> _decrease = new((float)decrease);
        private readonly Vector<float> _smallest = new((float)smallest);
        private readonly Vector<float> _largest = new((float)largest);
        private readonly Vector<float> _decay = new((float)decay);
        private readonly Vector<float> _first = new((float)first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _decay, gradients);
            var turn = Vector.LoadUnsafe(ref states, at) * slope;
            var turned = Vector.LessThan(turn, Vector<float>.Zero);
            var kept = Vector.ConditionalSelect(Vector.GreaterThan(turn, Vector<float>.Zero), _increase, Vector<float>.One);
            var size = (Vector.LoadUnsafe(ref states, at + stride) + _first) * Vector.ConditionalSelect(turned, _decrease, kept);
            size = Vector.Min(Vector.Max(size, _smallest), _largest);
            slope = Vector.ConditionalSelect(turned, Vector<float>.Zero, slope);
            slope.StoreUnsafe(ref states, at);
            size.StoreUnsafe(ref states, at + stride);
            return weights - (Signs.Of(slope) * size);
        }
    }
}
