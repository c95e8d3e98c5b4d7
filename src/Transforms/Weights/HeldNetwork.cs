using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The network of a fitted model: there from the start, or built when it is needed for the first time.</summary>
internal sealed class HeldNetwork
{
    private readonly Func<nn.Module>? _build;
    private volatile nn.Module? _network;

    private HeldNetwork(nn.Module network) => _network = network;

    /// <param name="build">Builds it; whoever asks takes the weights out of the dispose scope that there may be.</param>
    /// <param name="seen">What there is to see of it without that.</param>
    public HeldNetwork(Func<nn.Module> build, NetworkModel seen) => (_build, Seen) = (build, seen);

    /// <summary>What there is to see of a network that is built later; null for one that was there from the start.</summary>
    public NetworkModel? Seen { get; }

    /// <summary>Whether it is there.</summary>
    public bool IsThere => _network is not null;

    /// <summary>The network that is there.</summary>
    public nn.Module Network => _network ?? throw new InvalidOperationException("The network was not built yet.");

    /// <summary>The network; not to be called by two threads at once.</summary>
    public nn.Module Build() => _network ??= _build!();

    /// <summary>A network that is there.</summary>
    public static implicit operator HeldNetwork(nn.Module network) => new(network);
}
