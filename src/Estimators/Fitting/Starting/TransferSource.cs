using DeepML.Networks;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Layers learned elsewhere, read for one fit.</summary>
internal sealed class TransferSource : IDisposable
{
    private readonly TransferOptions _options;
    private readonly TransferWeights _weights;

    private TransferSource(TransferOptions options, TransferWeights weights) => (_options, _weights) = (options, weights);

    /// <summary>Weights and running values, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights.Weights;

    /// <summary>Reads what the options name.</summary>
    /// <param name="options">The options; null for none.</param>
    /// <param name="previous">The model that the fit goes on from; null for none.</param>
    /// <returns>Null without options.</returns>
    /// <exception cref="ArgumentException">There are a model to go on from and layers to take over.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or not in the safetensors format.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static TransferSource? Open(TransferOptions? options, NetworkTransformer? previous)
    {
        if (options is null)
            return null;
        if (previous is not null)
            throw new ArgumentException(
                "Transfer gives the weights to start from, and so does the previous model; leave one of them out.", nameof(previous));
        if (options.Model is not { } model)
            return new TransferSource(options, TransferFile.Read(options.WeightsFile));
        using var use = model.Use();
        return new TransferSource(options, model.Transferable());
    }

    /// <summary>What the layers expect to be done with rows first.</summary>
    public ScalingForm ScalingOf(TransferForm form) => form.ScalingOf(Weights.Keys.ToArray());

    /// <summary>An encoder of sequences that does with its steps what the layers expect.</summary>
    public SequenceEncoderArchitecture Reading(SequenceEncoderArchitecture encoder) =>
        encoder with { Scaling = ScalingOf(TransferForm.Sequences) };

    /// <summary>How a fitted network reads sequences; null if it reads none.</summary>
    public static RecurrentStackArchitecture? EncoderOf(NetworkTransformer model) => model.Network switch
    {
        IHasArchitecture { Architecture: RecurrentSequenceArchitecture a } => a.Encoder.Stack,
        IHasArchitecture { Architecture: RecurrentTaggingArchitecture a } => a.Encoder.Stack,
        IHasArchitecture { Architecture: MaskedTokenArchitecture a } => a.Encoder.Stack,
        IHasArchitecture { Architecture: SequenceToSequenceArchitecture a } => a.Encoder.Stack,
        IHasArchitecture { Architecture: SequenceAutoencoderArchitecture a } => a.Encoder.Stack,
        IHasArchitecture { Architecture: TokenLanguageArchitecture a } => a.Stack,
        _ => null,
    };

    /// <summary>Gives a network the layers.</summary>
    /// <param name="fit">Hears of them.</param>
    /// <param name="placed">The network; frozen blocks have no gradients behind.</param>
    /// <param name="form">What its layers are called.</param>
    /// <param name="function">The function between its layers, as text; null where none is compared.</param>
    /// <returns>The same network, whose updates know the rates of its layers.</returns>
    /// <exception cref="ArgumentException">Something does not fit, all of which is listed, or more blocks are to be frozen.</exception>
    public PlacedNetwork<TNetwork> Into<TNetwork>(
        FitSession fit, PlacedNetwork<TNetwork> placed, TransferForm form, string? function = null)
        where TNetwork : nn.Module => Into(fit, placed, form, Differences(function));

    /// <summary>Gives the convolutions of an autoencoder those of a convolutional network.</summary>
    /// <param name="fit">Hears of them.</param>
    /// <param name="placed">The autoencoder.</param>
    /// <returns>As <see cref="Into{TNetwork}(FitSession, PlacedNetwork{TNetwork}, TransferForm, string?)"/>.</returns>
    /// <exception cref="ArgumentException">As there.</exception>
    public PlacedNetwork<AutoencoderNetwork> IntoConvolutions(FitSession fit, PlacedNetwork<AutoencoderNetwork> placed)
    {
        using var scope = NewDisposeScope();
        var form = new ConvolutionTransfer(((ConvolutionalNetworkTransformer)_options.Model!).Plan);
        var weights = Weights.ToDictionary();
        foreach (var (weight, bias) in form.WithoutBias)
            weights[bias] = zeros(weights[weight].size(0));
        return new TransferSource(_options, _weights with { Weights = weights }).Into(
            fit, placed, form, form.Differences(placed.Network.Architecture));
    }

    private PlacedNetwork<TNetwork> Into<TNetwork>(
        FitSession fit, PlacedNetwork<TNetwork> placed, TransferForm form, IEnumerable<string> differences)
        where TNetwork : nn.Module
    {
        var taken = Naming(() => LayerTransfer.Copy(Weights, placed.Network, form, _options.KeepHead, differences));
        if (_options.FrozenBlocks > taken.Blocks)
            throw new ArgumentException(
                $"Transfer.FrozenBlocks is {_options.FrozenBlocks}; it must be in [0, {taken.Blocks}]: so many blocks are taken over.");
        taken.Freeze(placed.Network, _options.FrozenBlocks);
        fit.StartFrom(Weights);
        return placed.AtRates(taken.Weights.Keys.ToDictionary(name => name, _ => _options.OldLayerFactor));
    }

    /// <summary>Gives a network of sequences the layers, those that stand for keys by the values behind these.</summary>
    /// <param name="fit">Hears of them.</param>
    /// <param name="placed">The network.</param>
    /// <param name="vocabulary">The values behind the network's keys; null if there are none.</param>
    /// <returns>As <see cref="Into{TNetwork}(FitSession, PlacedNetwork{TNetwork}, TransferForm, string?)"/>.</returns>
    /// <exception cref="ArgumentException">As there, or no key is known to both.</exception>
    public PlacedNetwork<TNetwork> IntoSequences<TNetwork>(
        FitSession fit, PlacedNetwork<TNetwork> placed, KeyValues? vocabulary)
        where TNetwork : nn.Module
    {
        if (_weights.Vocabulary is not { } known || vocabulary is null || known.SequenceEqual(vocabulary.Texts))
            return Into(fit, placed, TransferForm.Sequences);
        using var scope = NewDisposeScope();
        var name = Weights.Keys.First(SequenceTransfer.IsEmbedding);
        var (rows, shared) = KeyRows.Of(Weights[name], known, vocabulary.Texts);
        if (shared == 0)
            throw new ArgumentException(
                $"None of the {vocabulary.Texts.Length} keys, the first of them '{vocabulary.Texts[0]}', is among the {known.Count} of the "
                    + $"weights, the first of them '{known[0]}': they were learned of other keys.");
        fit.Chosen.Add(new AutomaticChoice(
            "Transfer", FormattableString.Invariant($"rows of {shared} keys"),
            FormattableString.Invariant($"of {vocabulary.Texts.Length}; the others begin anew")));
        var weights = Weights.ToDictionary();
        weights[name] = rows;
        return new TransferSource(_options, _weights with { Weights = weights }).Into(fit, placed, TransferForm.Sequences);
    }

    /// <summary>Names the source in errors of weights that do not fit.</summary>
    /// <exception cref="ArgumentException">The weights do not fit.</exception>
    public T Naming<T>(Func<T> copy)
    {
        try
        {
            return copy();
        }
        catch (ArgumentException e)
        {
            var what = _options.Model is { } model
                ? $"The model of Transfer, a {model.GetType().Name},"
                : $"The file '{_options.WeightsFile}'";
            throw new ArgumentException($"{what} does not fit. {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private IEnumerable<string> Differences(string? function) =>
        function is not null && _weights.HiddenFunction is { } given && given != function
            ? [$"its hidden function is {given} where {function} is asked for"]
            : [];
}
