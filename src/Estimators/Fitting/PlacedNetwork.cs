using DeepML.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// A network on the device where it is trained. Only such a network has updates: one made before the move would hold weights that
/// nobody trains.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
internal sealed class PlacedNetwork<TNetwork>
    where TNetwork : nn.Module
{
    private readonly TrainingOptions _options;

    /// <param name="network">The network, placed.</param>
    /// <param name="options">How the fit trains.</param>
    internal PlacedNetwork(TNetwork network, TrainingOptions options) => (Network, _options) = (network, options);

    /// <summary>The network; the session disposes it if the fit fails.</summary>
    public TNetwork Network { get; }

    /// <summary>The optimizer the options ask for, over all parameters.</summary>
    /// <param name="options">Other options than the session's, for one phase of several; null for the session's.</param>
    public WeightUpdate Update(TrainingOptions? options = null) => Update(Network.parameters(), options);

    /// <summary>The optimizer the options ask for, over some of the parameters.</summary>
    /// <param name="parameters">Parameters of the network.</param>
    /// <param name="options">Other options than the session's; null for the session's.</param>
    public WeightUpdate Update(IEnumerable<Parameter> parameters, TrainingOptions? options = null) => new(parameters, options ?? _options);

    /// <summary>A part of the network, which is where the network is.</summary>
    public PlacedNetwork<TPart> Part<TPart>(TPart part)
        where TPart : nn.Module => new(part, _options);
}
