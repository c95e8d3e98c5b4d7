using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a deep belief network without labels: features of features, by one pass upwards.</summary>
/// <remarks>
/// Input: a vector of float of known size; in [0, 1] for Bernoulli visible units, of any scale for Gaussian ones. Output: a vector of
/// float, the means of the top layer. Needs training; labels are not used.
/// </remarks>
public sealed class DeepBeliefEstimator : NetworkEstimator<DeepBeliefOptions, DeepBeliefTransformer>
{
    private readonly DeepBeliefColumns _columns;

    internal DeepBeliefEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, DeepBeliefOptions options)
        : base(environment, "DeepBeliefNetwork", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _columns = new DeepBeliefColumns(outputColumnName, inputColumnName ?? outputColumnName);
    }

    private VectorColumn Column => new(_columns.Input, "input");

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    private protected override IReadOnlyList<InputColumn> Needed => [Column];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [new VectorOutput(_columns.Output, Options.Layers[^1].HiddenSize).Shape];

    private protected override DeepBeliefTransformer Train(FitSession fit, FitRequest<DeepBeliefTransformer> request)
    {
        var column = Column.SizedBy(request.Input);
        var rows = fit.Read(request.Input, [column], request.Validation);
        var lowest = request.Previous?.Architecture.Machines[0];
        var units = VisibleUnitsChoice.Of(Options.VisibleUnits, Options.InputScaling, lowest?.VisibleUnits, fit, rows);
        BitValues.Check(units, rows.Data, column, rows.Training, rows.Validation);
        var start = lowest is null ? VisibleScaling.Of(fit, rows, column.Width, units, Options.InputScaling) : null;
        var learnsVariances = Options.LearnVariances ?? lowest?.LearnsVariances ?? false;
        var architecture = DeepBeliefTraining.Architecture(column.Width, units, start, lowest, Options.Layers, learnsVariances);
        if (request.Previous?.Architecture is { } other && !other.Machines.SequenceEqual(architecture.Machines))
            throw new ArgumentException(
                $"The previous model is made of {string.Join(", ", other.Machines)}; the options and columns ask for "
                    + $"{string.Join(", ", architecture.Machines)}.", "previous");
        var stack = fit.Place(new DeepBeliefNetwork(architecture), request.Previous);
        var histories = DeepBeliefTraining.Run(fit, stack, Options.Layers, Options.Training, rows, start);
        return new DeepBeliefTransformer(Host, new DeepBeliefDescription(_columns, architecture, histories), stack.Network, fit.Device);
    }
}
