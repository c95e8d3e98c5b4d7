using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Names the stored row that is nearest to one of -1 and 1: a feed-forward layer counts where they agree, a = W p + R, and a recurrent one
/// lets the largest win, a ← poslin(W₂a), W₂ being 1 on the diagonal and -ε elsewhere (Lippmann, IEEE ASSP Magazine 4(2), 1987).
/// </summary>
internal sealed class HammingNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    [ComponentName(Name = "prototypes")] private readonly Tensor prototypes; // W, (prototypes, inputs), -1 and 1
    [ComponentName(Name = "members")] private readonly Tensor members; // (prototypes, classes), 1 at the class of each

    /// <summary>Builds a network whose prototypes are all 0.</summary>
    public HammingNetwork(HammingArchitecture architecture) : base("Hamming")
    {
        Architecture = architecture;
        prototypes = WeightRoom.Zeros(architecture.Prototypes, architecture.Inputs);
        members = WeightRoom.Zeros(architecture.Prototypes, architecture.Classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and limits.</summary>
    public HammingArchitecture Architecture { get; }

    /// <summary>The stored rows, (prototypes, inputs).</summary>
    public Tensor Prototypes => prototypes;

    /// <summary>The class of each, as a 1 among zeros, (prototypes, classes).</summary>
    public Tensor Members => members;

    /// <summary>What the feed-forward layer answers: twice the number of places where a row agrees with each prototype.</summary>
    /// <param name="input">(batch, inputs).</param>
    /// <returns>(batch, prototypes).</returns>
    public Tensor Agreement(Tensor input)
    {
        using var products = input.mm(prototypes.t());
        return products.Plus((long)Architecture.Inputs);
    }

    /// <summary>Lets the prototypes compete until one at most is left.</summary>
    /// <param name="input">(batch, inputs).</param>
    /// <returns>(batch, prototypes), and the steps it took. Prototypes that agree alike weaken each other to the last step.</returns>
    public SettledState Compete(Tensor input)
    {
        using var scope = NewDisposeScope();
        var state = Agreement(input).relu_();
        var steps = zeros([input.size(0)], device: input.device);
        for (var step = 0; step < Architecture.MaximumSteps; step++)
        {
            using var inner = NewDisposeScope();
            var open = state.gt(Numbers.Zero).sum(1L).gt(Numbers.One); // (batch): more than one is left
            if (!open.any().Read<bool>())
                break;
            // a + ε·a - ε·Σa: what the others have takes from each.
            var others = state.sum(1L, keepdim: true).sub(state); // (batch, prototypes)
            var next = state.Plus(others, -Architecture.Inhibition).relu_();
            var alive = next.gt(Numbers.Zero).any(1, false).logical_and(open); // nobody left: the last state speaks
            state.copy_(where(alive.unsqueeze(1), next, state));
            steps.PlusInPlace(open.to(steps.dtype));
        }
        return new SettledState(state.MoveToOuterDisposeScope(), steps.MoveToOuterDisposeScope());
    }

    /// <summary>What is left of the prototypes of each class.</summary>
    /// <param name="input">(batch, inputs).</param>
    /// <returns>(batch, classes).</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Compete(input).State.mm(members).MoveToOuterDisposeScope();
    }
}
