using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A stack of restricted Boltzmann machines: the top two layers form an undirected memory, the ones below are directed downwards
/// (Hinton, Osindero and Teh, Neural Computation 18, 2006).
/// </summary>
internal sealed class DeepBeliefNetwork : Module<Tensor, Tensor>, ILayeredNetwork
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

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => DenseStack.NamesOf(_machines.Count)[..^1];

    /// <inheritdoc/>
    public int FeatureLayer => _machines.Count - 1;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer) => Upwards(inputs[0], layer + 1);

    /// <summary>The features of each row: one pass upwards.</summary>
    /// <param name="input">(batch, visible), as in the data.</param>
    /// <returns>(batch, top).</returns>
    public override Tensor forward(Tensor input) => Upwards(input, _machines.Count);

    /// <summary>
    /// The stack as ordinary layers, with what machines take off and divide by worked into the weights: up as in a fine-tuned network, and
    /// down by the transposed weights as the decoder of an autoencoder (Hinton and Salakhutdinov, Science 313, 2006).
    /// </summary>
    /// <returns>Weights by name; new tensors but for scales.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> Unrolled()
    {
        for (var i = 0; i < _machines.Count; i++)
        {
            var (machine, up, down) = (_machines[i], $"layer{i + 1}", $"decoder.linear{_machines.Count - i}");
            var (weight, mean, scale) = (machine.Weight, machine.Mean, machine.Scale);
            var standardizes = machine.Architecture is { VisibleUnits: VisibleUnits.Gaussian, ReadsAsGiven: false };
            var seen = standardizes ? machine.Seen(weight).div(scale) : machine.Seen(weight); // (hidden, visible)
            yield return new($"{up}.linear.weight", seen);
            yield return new($"{up}.linear.bias", standardizes ? machine.HiddenBias - seen.mv(mean) : machine.HiddenBias);
            yield return new($"{down}.weight", standardizes ? (weight * scale).t().contiguous() : weight.t().contiguous());
            yield return new($"{down}.bias", standardizes ? (machine.VisibleBias * scale).Plus(mean) : machine.VisibleBias);
            foreach (var (name, value) in machine.Scaling?.state_dict() ?? [])
                yield return new($"{up}.scaling.{name}", value);
        }
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

    private Tensor Upwards(Tensor input, int layers)
    {
        var current = input;
        foreach (var machine in _machines.Take(layers))
            current = machine.call(current); // (batch, hidden of this machine)
        return current;
    }
}
