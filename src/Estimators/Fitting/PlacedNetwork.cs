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
    private readonly IReadOnlyDictionary<string, double>? _rates;

    /// <param name="network">The network, placed.</param>
    /// <param name="options">How the fit trains.</param>
    /// <param name="rates">
    /// Learning rates of weights, by name, as a share of that of the others, where some were taken over; null if none were.
    /// </param>
    internal PlacedNetwork(TNetwork network, TrainingOptions options, IReadOnlyDictionary<string, double>? rates = null) =>
        (Network, _options, _rates) = (network, options, rates);

    /// <summary>The network; the session disposes it if the fit fails.</summary>
    public TNetwork Network { get; }

    /// <summary>The optimizer the options ask for, over all parameters that learn.</summary>
    /// <param name="options">Other options than the session's, for one phase of several; null for the session's.</param>
    public WeightUpdate Update(TrainingOptions? options = null)
    {
        if (_rates is null)
            return Update(Network.parameters(), options);
        var trained = Network.named_parameters().Where(weight => weight.parameter.requires_grad).ToArray();
        return new WeightUpdate(
            trained.Select(weight => weight.parameter), options ?? _options,
            [.. trained.Select(weight => _rates.GetValueOrDefault(weight.name, 1))]);
    }

    /// <summary>The optimizer the options ask for, over all parameters that learn and those of what learns beside the network.</summary>
    /// <param name="beside">Where the network is.</param>
    public WeightUpdate UpdateWith(nn.Module beside)
    {
        var trained = Network.named_parameters().Where(weight => _rates is null || weight.parameter.requires_grad).ToArray();
        Parameter[] others = [.. beside.parameters()];
        return new WeightUpdate(
            [.. trained.Select(weight => weight.parameter), .. others], _options,
            _rates is null ? null : [.. trained.Select(weight => _rates.GetValueOrDefault(weight.name, 1)), .. others.Select(_ => 1.0)]);
    }

    /// <summary>The same network with weights that have rates of their own; frozen ones, without gradients, have no update.</summary>
    /// <param name="rates">By the weights' names, as a share of the rate of the others.</param>
    public PlacedNetwork<TNetwork> AtRates(IReadOnlyDictionary<string, double> rates) => new(Network, _options, rates);

    /// <summary>The optimizer the options ask for, over some of the parameters.</summary>
    /// <param name="parameters">Parameters of the network.</param>
    /// <param name="options">Other options than the session's; null for the session's.</param>
    public WeightUpdate Update(IEnumerable<Parameter> parameters, TrainingOptions? options = null) => new(parameters, options ?? _options);

    /// <summary>A part of the network, which is where the network is.</summary>
    public PlacedNetwork<TPart> Part<TPart>(TPart part)
        where TPart : nn.Module => new(part, _options);
}
