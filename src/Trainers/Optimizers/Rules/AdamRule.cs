using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Adam and AdamW: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · m̂ / (√v̂ + ε), with m̂ and v̂ freed from the zeros
/// that they began with.
/// </summary>
/// <param name="beta1">β₁, in [0, 1).</param>
/// <param name="beta2">β₂, in [0, 1).</param>
/// <param name="epsilon">ε.</param>
/// <param name="weightDecay">Share of each weight that is added to its gradient or taken off the weight.</param>
/// <param name="isDecoupled">Whether rate · weightDecay is taken off the weights themselves, as AdamW does.</param>
internal sealed class AdamRule(double beta1, double beta2, double epsilon, double weightDecay, bool isDecoupled) : OptimizerRule
{
    /// <inheritdoc/>
    public override int StatesPerWeight => 2;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step)
    {
        var (stepSize, root) = Scales(rate, step);
        ElementPass.Run(new Element(beta1, beta2, epsilon, Penalty, Kept(rate), stepSize, root), weights, gradients, states);
    }

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var (stepSize, root) = Scales(rate, step);
        var slope = Penalty > 0 ? gradients.Plus(weights, Penalty) : gradients;
        if (isDecoupled && weightDecay > 0)
            weights.mul_(Numbers.Kept(Kept(rate)));
        states[0].mul_(Numbers.Kept(beta1)).PlusInPlace(slope, 1 - beta1);
        states[1].mul_(Numbers.Kept(beta2)).addcmul_(slope, slope, Numbers.Kept(1 - beta2));
        weights.addcdiv_(states[0], states[1].sqrt().mul_(Numbers.Kept(root)).PlusInPlace(epsilon), Numbers.Kept(-stepSize));
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step)
    {
        if (list.IsFusible)
        {
            ListOperations.Run(
                "fused_adam", list.Weights, list.Gradients, list.States[0], list.States[1], Numbers.Kept(beta1), Numbers.Kept(beta2),
                Numbers.Kept(epsilon), Numbers.Kept(weightDecay), isDecoupled, Numbers.Kept(rate), Numbers.Kept((double)step));
            return;
        }
        var (stepSize, root) = Scales(rate, step);
        ListOperations.Run(
            "adam", list.Weights, list.Gradients, list.States[0], list.States[1], Numbers.Kept(beta1), Numbers.Kept(beta2),
            Numbers.Kept(epsilon), Numbers.Kept(Penalty), Numbers.Kept(Kept(rate)), Numbers.Kept(stepSize), Numbers.Kept(root));
    }

    private double Penalty => isDecoupled ? 0 : weightDecay;

    private double Kept(double rate) => isDecoupled ? 1 - (rate * weightDecay) : 1;

    // rate / (1 − β₁ᵗ) for m, and 1 / √(1 − β₂ᵗ) for the root of v.
    private (double StepSize, double Root) Scales(double rate, long step) =>
        (rate / (1 - Math.Pow(beta1, step)), 1 / Math.Sqrt(1 - Math.Pow(beta2, step)));

    private readonly struct Element(
        double beta1, double beta2, double epsilon, double penalty, double kept, double stepSize, double root) : IElementRule
    {
        private readonly Vector<float> _beta1 = new((float)beta1);
        private readonly Vector<float> _newMean = new((float)(1 - beta1));
        private readonly Vector<float> _beta2 = new((float)beta2);
        private readonly Vector<float> _newSquare = new((float)(1 - beta2));
        private readonly Vector<float> _epsilon = new((float)epsilon);
        private readonly Vector<float> _penalty = new((float)penalty);
        private readonly Vector<float> _kept = new((float)kept);
        private readonly Vector<float> _step = new((float)-stepSize);
        private readonly Vector<float> _root = new((float)root);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _penalty, gradients);
            var mean = Vector.FusedMultiplyAdd(slope, _newMean, Vector.LoadUnsafe(ref states, at) * _beta1);
            var square = Vector.FusedMultiplyAdd(slope * slope, _newSquare, Vector.LoadUnsafe(ref states, at + stride) * _beta2);
            mean.StoreUnsafe(ref states, at);
            square.StoreUnsafe(ref states, at + stride);
            var length = Vector.FusedMultiplyAdd(Vector.SquareRoot(square), _root, _epsilon);
            return Vector.FusedMultiplyAdd(mean / length, _step, weights * _kept);
        }
    }
}
