using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// NAdam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − rate · ((1 − μₜ)g / (1 − Πμ₁…ₜ) + μₜ₊₁m / (1 − Πμ₁…ₜ₊₁)) / (√v̂ + ε), with
/// μₜ = β₁(1 − ½·0.96^(tψ)).
/// </summary>
/// <param name="beta1">β₁, in [0, 1).</param>
/// <param name="beta2">β₂, in [0, 1).</param>
/// <param name="epsilon">ε.</param>
/// <param name="momentumDecay">ψ, at least 0.</param>
/// <param name="weightDecay">Share of each weight that is added to its gradient.</param>
internal sealed class NAdamRule(double beta1, double beta2, double epsilon, double momentumDecay, double weightDecay) : OptimizerRule
{
    // Πμ₁…ₜ of the step that was asked for last: the next one is a factor away, and every parameter of a step asks for the same.
    private (long Step, double Product) _known = (0, 1);

    /// <inheritdoc/>
    public override int StatesPerWeight => 2;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(new Element(beta1, beta2, epsilon, weightDecay, ScalesOf(rate, step)), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var scales = ScalesOf(rate, step);
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        states[0].mul_(Numbers.Kept(beta1)).PlusInPlace(slope, 1 - beta1);
        states[1].mul_(Numbers.Kept(beta2)).addcmul_(slope, slope, Numbers.Kept(1 - beta2));
        var length = states[1].Over(scales.Correction).sqrt_().PlusInPlace(epsilon);
        weights.addcdiv_(slope, length, Numbers.Kept(-scales.Gradient));
        weights.addcdiv_(states[0], length, Numbers.Kept(-scales.Mean));
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step)
    {
        var scales = ScalesOf(rate, step);
        ListOperations.Run(
            "nadam", list.Weights, list.Gradients, list.States[0], list.States[1], Numbers.Kept(beta1), Numbers.Kept(beta2),
            Numbers.Kept(epsilon), Numbers.Kept(weightDecay), Numbers.Kept(scales.Gradient), Numbers.Kept(scales.Mean),
            Numbers.Kept(scales.Correction));
    }

    private Scales ScalesOf(double rate, long step)
    {
        var product = ProductTo(step);
        var (now, next) = (Momentum(step), Momentum(step + 1));
        return new Scales(
            rate * (1 - now) / (1 - product), rate * next / (1 - (product * next)), 1 - Math.Pow(beta2, step));
    }

    private double Momentum(long step) => beta1 * (1 - (0.5 * Math.Pow(0.96, step * momentumDecay)));

    private double ProductTo(long step)
    {
        if (step < _known.Step)
            _known = (0, 1);
        while (_known.Step < step)
            _known = (_known.Step + 1, _known.Product * Momentum(_known.Step + 1));
        return _known.Product;
    }

    private readonly record struct Scales(double Gradient, double Mean, double Correction);

    private readonly struct Element(double beta1, double beta2, double epsilon, double penalty, Scales scales) : IElementRule
    {
        private readonly Vector<float> _beta1 = new((float)beta1);
        private readonly Vector<float> _newMean = new((float)(1 - beta1));
        private readonly Vector<float> _beta2 = new((float)beta2);
        private readonly Vector<float> _newSquare = new((float)(1 - beta2));
        private readonly Vector<float> _epsilon = new((float)epsilon);
        private readonly Vector<float> _penalty = new((float)penalty);
        private readonly Vector<float> _gradient = new((float)-scales.Gradient);
        private readonly Vector<float> _mean = new((float)-scales.Mean);
        private readonly Vector<float> _correction = new((float)scales.Correction);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _penalty, gradients);
            var mean = Vector.FusedMultiplyAdd(slope, _newMean, Vector.LoadUnsafe(ref states, at) * _beta1);
            var square = Vector.FusedMultiplyAdd(slope * slope, _newSquare, Vector.LoadUnsafe(ref states, at + stride) * _beta2);
            mean.StoreUnsafe(ref states, at);
            square.StoreUnsafe(ref states, at + stride);
            var length = Vector.SquareRoot(square / _correction) + _epsilon;
            return weights + (slope * _gradient / length) + (mean * _mean / length); // rounded one after the other, as torch does
        }
    }
}
