using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A recurrent network with given weights that is left to itself: a(0) = p, a(t + 1) = f(W a(t) + b), until nothing changes.
/// </summary>
internal sealed class SettlingNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "weight")] private readonly Tensor weight; // (units, units)
    [ComponentName(Name = "bias")] private readonly Tensor bias; // (units)
    [ComponentName(Name = "function")] private readonly Module<Tensor, Tensor>? function;

    /// <summary>Builds the network with weights of 0.</summary>
    public SettlingNetwork(SettlingArchitecture architecture) : base("Settling")
    {
        Architecture = architecture;
        weight = WeightRoom.Zeros(architecture.Units, architecture.Units);
        bias = WeightRoom.Zeros(architecture.Units);
        function = Activations.Create(architecture.Function);
        RegisterComponents();
        eval(); // a step is a step
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes, function and limits.</summary>
    public SettlingArchitecture Architecture { get; }

    /// <summary>W, (units, units).</summary>
    public Tensor Weight => weight;

    /// <summary>b, (units).</summary>
    public Tensor Bias => bias;

    /// <summary>Whether the energy of a state is known: the function must be its input between two borders.</summary>
    public static bool HasEnergy(Activation function) =>
        function is Activation.HardTanh or Activation.Ramp or Activation.ReLU or Activation.Identity;

    /// <summary>Lets each row settle by itself.</summary>
    /// <param name="input">(batch, units): the states at the start.</param>
    public SettledState Settle(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (state, steps) = (input, zeros([input.size(0)], device: input.device));
        for (var step = 0; step < Architecture.MaximumSteps; step++)
        {
            var sums = bias.addmm(state, weight.t()); // (batch, units)
            var next = function is null ? sums : function.call(sums);
            var moved = (next - state).abs_().amax([1]).gt(Numbers.Kept(Architecture.Tolerance)); // (batch)
            state = where(moved.unsqueeze(1), next, state); // a row that has settled does not drift with the others
            if (!moved.any().Read<bool>())
                break;
            steps.PlusInPlace(moved.to(steps.dtype));
        }
        return new SettledState(state.alias().MoveToOuterDisposeScope(), steps.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// E(a) = -½aᵀWa - bᵀa + ½aᵀa, which no step of a network with symmetric weights raises if units change slowly or one by one
    /// (Hopfield, PNAS 81, 1984, eq. 5, for a function that is its input between two borders).
    /// </summary>
    /// <param name="state">(batch, units).</param>
    /// <returns>(batch).</returns>
    public Tensor Energy(Tensor state)
    {
        using var scope = NewDisposeScope();
        var own = (state - state.mm(weight.t())).mul_(state).sum(1L).mul_(Numbers.Kept(0.5)); // (batch)
        return own.sub_(state.mv(bias)).MoveToOuterDisposeScope();
    }

    /// <summary>The settled states.</summary>
    /// <param name="input">(batch, units).</param>
    public override Tensor forward(Tensor input)
    {
        var settled = Settle(input);
        settled.Steps.Dispose();
        return settled.State;
    }
}
