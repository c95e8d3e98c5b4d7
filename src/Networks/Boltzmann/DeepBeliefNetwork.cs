using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A stack of restricted Boltzmann machines: the top two layers form an undirected memory, the ones below are directed downwards
/// (Hinton, Osindero and Teh, Neural Computation 18, 2006).
/// </summary>
internal sealed class DeepBeliefNetwork : Module<Tensor, Tensor>
{
    private readonly List<RbmNetwork> _machines = [];

    /// <summary>Builds the stack with fresh weights from torch's generator.</summary>
    public DeepBeliefNetwork(DeepBeliefArchitecture architecture) : base("DeepBelief")
    {
        Architecture = architecture;
        foreach (var machine in architecture.Machines)
        {
            _machines.Add(new RbmNetwork(machine));
            register_module($"rbm{_machines.Count}", _machines[^1]);
        }
        RegisterComponents();
    }

    /// <summary>Sizes and units.</summary>
    public DeepBeliefArchitecture Architecture { get; }

    /// <summary>The machines from the data upwards.</summary>
    public IReadOnlyList<RbmNetwork> Machines => _machines;

    /// <summary>The features of each row: one pass upwards.</summary>
    /// <param name="input">(batch, visible), as in the data.</param>
    /// <returns>(batch, top).</returns>
    public override Tensor forward(Tensor input)
    {
        var current = input;
        foreach (var machine in _machines)
            current = machine.call(current); // (batch, hidden of this machine)
        return current;
    }

    /// <summary>Draws rows: Gibbs sampling in the top machine, then one pass downwards.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="gibbsSteps">Full steps in the top machine.</param>
    /// <param name="means">Whether the last layer answers with means instead of draws.</param>
    /// <param name="random">Owner of chance.</param>
    /// <returns>(count, visible), in the scale of the data.</returns>
    public Tensor Sample(int count, int gibbsSteps, bool means, GibbsRandom random)
    {
        var top = _machines[^1];
        var start = random.Bits(full([count, top.Architecture.HiddenSize], Numbers.Kept(0.5), device: top.HiddenBias.device));
        var (mean, drawn) = top.Gibbs(start, gibbsSteps, random);
        for (var i = _machines.Count - 2; i >= 0; i--)
        {
            var hidden = _machines[i + 1].Restore(drawn); // (count, hidden of machine i)
            mean = _machines[i].VisibleMean(hidden);
            drawn = _machines[i].SampleVisible(mean, random);
        }
        return _machines[0].Restore(means ? mean : drawn);
    }
}
