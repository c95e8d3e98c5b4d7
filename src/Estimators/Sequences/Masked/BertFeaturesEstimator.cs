using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace DeepML;

/// <summary>Adds what a BERT understands of sequences of keys as features. It learns nothing: the weights are given.</summary>
/// <remarks>
/// Input: vectors of keys, one for each row of the vocabulary of the weights, in its order, with the value [MASK] among those behind them.
/// Output: a vector of float for each sequence, or for each of its keys. Devlin et al., arXiv:1810.04805.
/// </remarks>
public sealed class BertFeaturesEstimator : IEstimator<MaskedTokenModelTransformer>
{
    private const string Mask = "[MASK]";

    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly BertFeaturesOptions _options;

    internal BertFeaturesEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, BertFeaturesOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        options.Validate();
        _host = environment.Register("BertFeatures");
        (_output, _input, _options) = (outputColumnName, inputColumnName ?? outputColumnName, options);
    }

    private SequenceColumn Column => new(_input, "input", mayBeNumbers: false);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Column]);
        return SchemaShapes.With(inputSchema, [MaskedTokenColumns.Shape(_output, _options.Features)]);
    }

    /// <summary>Checks the keys and loads the network.</summary>
    /// <param name="input">Data with the keys; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">
    /// The keys are not those of the weights, or the weights not those of the configuration: every difference is named.
    /// </exception>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="FormatException">A file is damaged, or tells of another network.</exception>
    public MaskedTokenModelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [Column]);
        using var channel = _host.Start("Loading");
        var device = TrainingDevice.Of(_host, channel);
        var configuration = BertConfiguration.Read(_options.Configuration);
        var (keys, values) = Keys(input.Schema[_input], configuration);
        var length = _options.MaximumLength ?? configuration.PositionCount;
        if (length > configuration.PositionCount)
            throw new ArgumentException($"MaximumLength is {length}; the weights have {configuration.PositionCount} positions.");
        var encoder = new SequenceEncoderArchitecture(
            keys, 1, configuration.HiddenSize, new RecurrentStackArchitecture(configuration.Encoder(), configuration.HiddenSize), 0);
        var architecture = new MaskedTokenArchitecture(encoder, TiedWeights: true);
        var network = Load(architecture, configuration.LayerCount, Array.IndexOf(values.Texts, Mask));
        network.eval();
        var description = new MaskedTokenDescription(
            _output, _input, new SequenceShape(keys, 1, length), architecture, _options.Features, values, new TrainingHistory());
        return new MaskedTokenModelTransformer(_host, description, network.to(device), device);
    }

    private (int Count, KeyValues Values) Keys(DataViewSchema.Column column, BertConfiguration configuration)
    {
        var count = SequenceColumn.KeyCountOf(column);
        if (count != configuration.VocabularySize)
            throw new ArgumentException(
                $"Column '{_input}' has {count} keys, and the weights of '{_options.WeightsFile}' have {configuration.VocabularySize}: the "
                    + "keys are of another vocabulary.");
        return KeyValues.Of(column) is { } values && values.Texts.Contains(Mask)
            ? (count, values)
            : throw new ArgumentException(
                $"None of the values behind the keys of column '{_input}' is {Mask}, which a vocabulary of BERT has: map texts to keys by "
                    + "the file of the vocabulary that belongs to the weights.");
    }

    // The network outlives the weights read: built inside a dispose scope, it would end with it.
    private MaskedTokenNetwork Load(MaskedTokenArchitecture architecture, int layers, int maskRow)
    {
        using var file = TransferFile.Read(_options.WeightsFile);
        var network = new MaskedTokenNetwork(architecture);
        try
        {
            BertWeights.Copy(file.Weights, network, layers, maskRow);
        }
        catch (ArgumentException e)
        {
            network.Dispose();
            throw new ArgumentException($"The file '{_options.WeightsFile}' does not fit. {e.Message}", e);
        }
        return network;
    }
}
