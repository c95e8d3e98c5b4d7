using System.Numerics;
using System.Runtime.CompilerServices;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Adagrad: s ← s + g², w ← w − rate / (1 + (step − 1) · rateDecay) · g / (√s + ε).</summary>
/// <param name="rateDecay">How fast the learning rate falls; at least 0.</param>
/// <param name="epsilon">ε.</param>
/// <param name="weightDecay">This times the weight is added to its gradient.</param>
internal sealed class AdagradRule(double rateDecay, double epsilon, double weightDecay) : OptimizerRule
{
    /// <inheritdoc/>
    public override int StatesPerWeight => 1;

    /// <inheritdoc/>
    internal override bool MovesNumbers => true;

    /// <inheritdoc/>
    internal override bool MovesLists => true;

    /// <inheritdoc/>
    internal override void Move(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step) =>
        ElementPass.Run(new Element(Rate(rate, step), weightDecay, epsilon), weights, gradients, states);

    /// <inheritdoc/>
    public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
    {
        var slope = weightDecay > 0 ? gradients.Plus(weights, weightDecay) : gradients;
        states[0].addcmul_(slope, slope, Numbers.One);
        weights.addcdiv_(slope, states[0].sqrt().PlusInPlace(epsilon), Numbers.Kept(-Rate(rate, step)));
    }

    /// <inheritdoc/>
    internal override void Move(WeightList list, double rate, long step) =>
        ListOperations.Run(
            list is { IsFusible: true, IsOnProcessor: true } ? "fused_adagrad" : "adagrad", list.Weights, list.Gradients, list.States[0],
            Numbers.Kept(Rate(rate, step)), Numbers.Kept(epsilon), Numbers.Kept(weightDecay));

    private double Rate(double rate, long step) => rate / (1 + ((step - 1) * rateDecay));

    private readonly struct Element(double rate, double decay, double epsilon) : IElementRule
    {
        private readonly Vector<float> _step = new((float)-rate);
        private readonly Vector<float> _decay = new((float)decay);
        private readonly Vector<float> _epsilon = new((float)epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            var slope = Vector.FusedMultiplyAdd(weights, _decay, gradients);
            var squares = Vector.FusedMultiplyAdd(slope, slope, Vector.LoadUnsafe(ref states, at));
            squares.StoreUnsafe(ref states, at);
            return Vector.FusedMultiplyAdd(slope / (Vector.SquareRoot(squares) + _epsilon), _step, weights);
        }
    }
}
