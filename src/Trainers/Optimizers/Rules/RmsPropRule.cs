using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// RMSprop: s ← αs + (1 − α)g², and centered also a ← αa + (1 − α)g; the step is g / (√(s − a²) + ε), or with momentum
/// b ← momentum · b + that; w ← w − rate · step.
/// </summary>
/// <param name="alpha">α, in [0, 1).</param>
/// <param name="momentum">Share of the last step that is added to the next; in [0, 1).</param>
/// <param name="centered">Whether a² is taken off s. Rounding may leave less than nothing, which counts as 0.</param>
/// <param name="epsilon">ε.</param>
/// <param name="weightDecay">This times the weight is added to its gradient.</param>
/// <param name="inside">Whether ε is added under the root.</param>
internal sealed class RmsPropRule(
    double alpha, double momentum, bool centered, double epsilon, double weightDecay, bool inside = false) : OptimizerRule
{
    /// <inheritdoc/>
    public override int StatesPerWeight => 1 + (centered ? 1 : 0) + (momentum > 0 ? 1 : 0);

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(new Element(rate, alpha, momentum, centered, epsilon, weightDecay, inside), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        var spread = states[0].mul_(Numbers.Kept(alpha)).addcmul_(slope, slope, Numbers.Kept(1 - alpha));
        if (centered)
        {
            states[1].mul_(Numbers.Kept(alpha)).PlusInPlace(slope, 1 - alpha);
            spread = spread.addcmul(states[1], states[1], Numbers.Kept(-1)).clamp_min_(Numbers.Zero);
        }
        var root = inside ? spread.Plus(epsilon).sqrt_() : spread.sqrt().PlusInPlace(epsilon);
        if (momentum == 0)
            weights.addcdiv_(slope, root, Numbers.Kept(-rate));
        else
            weights.PlusInPlace(states[^1].mul_(Numbers.Kept(momentum)).addcdiv_(slope, root, Numbers.One), -rate);
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step) =>
        ListOperations.Run( // what is not remembered is not looked at
            "rmsprop", list.Weights, list.Gradients, list.States[0], list.States[centered ? 1 : 0], list.States[^1], Numbers.Kept(rate),
            Numbers.Kept(alpha), Numbers.Kept(momentum), centered, Numbers.Kept(epsilon), inside, Numbers.Kept(weightDecay));

    private readonly struct Element(
        double rate, double alpha, double momentum, bool centered, double epsilon, double decay, bool inside) : IElementRule
    {
        private readonly Vector<float> _step = new((float)-rate);
        private readonly Vector<float> _alpha = new((float)alpha);
        private readonly Vector<float> _new = new((float)(1 - alpha));
        private readonly Vector<float> _momentum = new((float)momentum);
        private readonly Vector<float> _under = new(inside ? (float)epsilon : 0);
        private readonly Vector<float> _behind = new(inside ? 0 : (float)epsilon);
        private readonly Vector<float> _decay = new((float)decay);
        private readonly bool _hasMomentum = momentum > 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _decay, gradients);
            var spread = Vector.FusedMultiplyAdd(slope * slope, _new, Vector.LoadUnsafe(ref states, at) * _alpha);
            spread.StoreUnsafe(ref states, at);
            if (centered)
            {
                at += stride;
                var mean = Vector.FusedMultiplyAdd(slope, _new, Vector.LoadUnsafe(ref states, at) * _alpha);
                mean.StoreUnsafe(ref states, at);
                spread = Vector.Max(spread - (mean * mean), Vector<float>.Zero);
            }
            var step = slope / (Vector.SquareRoot(spread + _under) + _behind);
            if (_hasMomentum)
            {
                at += stride;
                step = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref states, at), _momentum, step);
                step.StoreUnsafe(ref states, at);
            }
            return Vector.FusedMultiplyAdd(step, _step, weights);
        }
    }
}
