using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains an autoencoder: a network that copies its input through a code.</summary>
/// <remarks>
/// Input: a vector of float of known size, or, with <see cref="AutoencoderOptions.Convolution"/>, also an image. Output: a vector of
/// float, the code, and what <see cref="AutoencoderOptions.Outputs"/> names. A target column may be what the input may be. Needs training;
/// labels are not used. Values should be scaled (<c>NormalizeMinMax</c>) so that every one of them matters alike.
/// </remarks>
public sealed class AutoencoderEstimator : NetworkEstimator<AutoencoderOptions, AutoencoderTransformer>
{
    private readonly AutoencoderColumns _columns;

    internal AutoencoderEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, AutoencoderOptions options)
        : base(environment, "Autoencoder", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _columns = new AutoencoderColumns(outputColumnName, inputColumnName ?? outputColumnName, options.TargetColumnName, options.Outputs);
        var twice = Added().GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(
                $"Outputs give the name '{twice.Key}' to {twice.Count()} columns; each needs its own.", nameof(options));
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    private protected override IReadOnlyList<InputColumn> Needed =>
        AutoencoderFit.Input(Options, _columns.Input, "input") is var input && _columns.Target is { } target
        ? [input, AutoencoderFit.Target(Options, target)]
        : [input];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) => Added().Select(c => c.ShapeIn(input));

    private protected override AutoencoderTransformer Train(FitSession fit, FitRequest<AutoencoderTransformer> request)
    {
        var (network, history) = new AutoencoderFit(Host, Options, _columns)
            .Run(fit, request.Input, request.Validation, "input", request.Previous);
        return new AutoencoderTransformer(Host, new AutoencoderDescription(_columns, network.Architecture, history), network, fit.Device);
    }

    // Before the data are seen the sizes are not known, and shapes do not hold them: any will do.
    private IEnumerable<OutputColumn> Added() =>
        _columns.Added(1, Enumerable.Repeat(1, Options.HiddenLayers).ToArray(), 1, 1).Select(output => output.Column);
}
