using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A memory of patterns of -1 and 1: E(a) = -½aᵀWa, in whose valleys they lie (Hopfield, PNAS 79, 1982). Nothing here has gradients.
/// </summary>
internal sealed class HopfieldNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    // Of a projection in double precision. A unit that patterns leave free has weights of 0, and rounding must not turn it.
    private const double Rounding = 1e-10;

    [ComponentName(Name = "weight")] private readonly Tensor weight; // (units, units), symmetric, 0 on the diagonal

    /// <summary>Builds a memory that knows nothing.</summary>
    public HopfieldNetwork(HopfieldArchitecture architecture) : base("Hopfield")
    {
        Architecture = architecture;
        weight = WeightRoom.Zeros(architecture.Units, architecture.Units);
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Size and limits.</summary>
    public HopfieldArchitecture Architecture { get; }

    /// <summary>W, (units, units).</summary>
    public Tensor Weight => weight;

    /// <summary>Stores patterns by Hebb's rule: W = Σ ξξᵀ / units. About 0.138 patterns a unit can be told apart.</summary>
    /// <param name="patterns">(patterns, units), -1 and 1.</param>
    public void Store(Tensor patterns)
    {
        using var scope = NewDisposeScope();
        weight.copy_(patterns.t().mm(patterns).div_(Numbers.Kept((double)Architecture.Units)));
        weight.diagonal().zero_();
    }

    /// <summary>
    /// Stores patterns by the projection rule: W = X⁺X, which leaves each of as many independent patterns as there are units where it is
    /// (Personnaz, Guyon and Dreyfus, J. Physique Lett. 46, 1985).
    /// </summary>
    /// <param name="patterns">(patterns, units), -1 and 1.</param>
    public void Project(Tensor patterns)
    {
        using var scope = NewDisposeScope();
        var rows = patterns.to(ScalarType.Float64);
        var projection = linalg.pinv(rows).mm(rows); // (units, units)
        projection = projection.Plus(projection.t()).mul_(Numbers.Kept(0.5));
        weight.copy_(projection.masked_fill(projection.abs().lt(Numbers.Kept(Rounding)), Numbers.Zero));
        weight.diagonal().zero_();
    }

    /// <summary>Lets each row fall into its valley.</summary>
    /// <param name="input">(batch, units): a number below 0 begins as -1, others as 1.</param>
    public SettledState Recall(Tensor input)
    {
        using var scope = NewDisposeScope();
        var state = ElementFunctions.BipolarStep(input);
        var sweeps = zeros([input.size(0)], device: input.device);
        for (var sweep = 0; sweep < Architecture.MaximumSweeps; sweep++)
        {
            using var inner = NewDisposeScope();
            var before = state.clone();
            if (Architecture.OneByOne)
                SweepOneByOne(state);
            else
                state.copy_(Turned(state.mm(weight), state));
            var changed = state.ne(before).any(1, false); // (batch)
            if (!changed.any().Read<bool>())
                break;
            sweeps.PlusInPlace(changed.to(sweeps.dtype));
        }
        return new SettledState(state.MoveToOuterDisposeScope(), sweeps.MoveToOuterDisposeScope());
    }

    /// <summary>E(a) = -½aᵀWa: no unit that turns by itself raises it.</summary>
    /// <param name="state">(batch, units).</param>
    /// <returns>(batch).</returns>
    public Tensor Energy(Tensor state)
    {
        using var scope = NewDisposeScope();
        return state.mm(weight).mul_(state).sum(1L).mul_(Numbers.Kept(-0.5)).MoveToOuterDisposeScope();
    }

    /// <summary>The patterns that are recalled.</summary>
    /// <param name="input">(batch, units).</param>
    public override Tensor forward(Tensor input)
    {
        var recalled = Recall(input);
        recalled.Steps.Dispose();
        return recalled.State;
    }

    private void SweepOneByOne(Tensor state)
    {
        for (var unit = 0L; unit < Architecture.Units; unit++)
        {
            using var scope = NewDisposeScope();
            var own = state.narrow(1, unit, 1); // (batch, 1)
            own.copy_(Turned(state.mm(weight.narrow(1, unit, 1)), own));
        }
    }

    // The sign of the field; without one a unit stays as it is.
    private static Tensor Turned(Tensor field, Tensor state) =>
        where(field.eq(Numbers.Zero), state, ElementFunctions.BipolarStep(field));
}
