using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Brings the numbers of a row to like size before a network reads them: (x - centre) · factor, of some columns of log x, and of some
/// bent by the inverse hyperbolic sine, so that far values stay near. Learned from rows, not by gradients, and saved with the weights.
/// </summary>
internal sealed class ColumnScaling : Module<Tensor, Tensor>
{
    [ComponentName(Name = "centre")] private readonly Tensor centre;
    [ComponentName(Name = "factor")] private readonly Tensor factor;
    [ComponentName(Name = "floor")] private readonly Tensor? floor;
    [ComponentName(Name = "bent")] private readonly Tensor? bent;

    /// <summary>A scaling that changes nothing, until <see cref="Set"/>.</summary>
    /// <param name="width">Numbers per row, or per step of a sequence.</param>
    /// <param name="form">Whether columns can have a form of their own.</param>
    public ColumnScaling(long width, ScalingForm form) : base("ColumnScaling")
    {
        centre = WeightRoom.Zeros(width).DetachFromDisposeScope();
        factor = WeightRoom.Ones(width).DetachFromDisposeScope();
        if (form == ScalingForm.Curved)
        {
            floor = WeightRoom.Zeros(width).DetachFromDisposeScope();
            bent = WeightRoom.Zeros(width).DetachFromDisposeScope();
        }
        RegisterComponents();
    }

    /// <summary>Takes what was learned from rows.</summary>
    public void Set(ColumnScales scales)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        centre.copy_(tensor(scales.Centres));
        factor.copy_(tensor(scales.Factors));
        floor?.copy_(tensor(scales.Floors));
        bent?.copy_(tensor(scales.Curves.Select(curve => curve == ScalingCurve.InverseHyperbolicSine ? 1f : 0f).ToArray()));
    }

    /// <summary>What was learned, as <see cref="Set"/> took it.</summary>
    public ColumnScales Scales
    {
        get
        {
            using var scope = NewDisposeScope();
            return ScalesOf(Values(centre), Values(factor), Values(floor), Values(bent));
        }
    }

    /// <summary>What was learned, from the numbers of the tensors that hold it.</summary>
    public static ColumnScales ScalesOf(float[] centres, float[] factors, float[] floors, float[] bends) => new(
        centres, factors, floors, [.. floors.Zip(bends, (lowest, bend) =>
            lowest > 0 ? ScalingCurve.Logarithm : bend > 0 ? ScalingCurve.InverseHyperbolicSine : ScalingCurve.Straight)]);

    /// <summary>Scales rows; of sparse ones the numbers that are not 0, which must have centres of 0.</summary>
    /// <param name="input">(…, width).</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        if (input.is_sparse)
        {
            var places = input.SparseIndices;
            return sparse_coo_tensor(places, input.SparseValues * factor.index_select(0, places.select(0, 1)), input.shape);
        }
        if (floor is null)
            return (input - centre) * factor;
        var straight = where(floor.gt(Numbers.Zero), maximum(input, floor).log(), input);
        var scaled = (straight - centre) * factor;
        return where(bent!.gt(Numbers.Zero), scaled.asinh(), scaled);
    }

    /// <summary>The opposite: the rows that scaled ones stand for. A column that never varied gets its one value.</summary>
    /// <param name="scaled">(…, width).</param>
    /// <returns>The same shape.</returns>
    public Tensor Restore(Tensor scaled)
    {
        var inverse = where(factor.eq(Numbers.Zero), factor, factor.reciprocal());
        if (floor is null)
            return (scaled * inverse).Plus(centre);
        var straight = (where(bent!.gt(Numbers.Zero), scaled.sinh(), scaled) * inverse).Plus(centre);
        return where(floor.gt(Numbers.Zero), straight.exp(), straight);
    }

    /// <summary>The logarithm of the slope of <see cref="forward"/> at each number, summed over the row.</summary>
    /// <param name="input">(…, width).</param>
    /// <returns>(…), in nats; -∞ where a column never varied.</returns>
    public Tensor LogSlope(Tensor input)
    {
        var slopes = factor.abs().log().expand_as(input);
        if (floor is null)
            return slopes.sum(-1L);
        var logarithm = where(floor.gt(Numbers.Zero), maximum(input, floor).log(), zeros_like(input));
        var straight = where(floor.gt(Numbers.Zero), logarithm, input);
        var bend = ((straight - centre) * factor).Squared().Plus(1).log().Times(0.5); // of asinh
        return (slopes - logarithm - where(bent!.gt(Numbers.Zero), bend, zeros_like(bend))).sum(-1L);
    }

    private float[] Values(Tensor? of) => of is null ? new float[centre.size(0)] : of.cpu().data<float>().ToArray();
}
