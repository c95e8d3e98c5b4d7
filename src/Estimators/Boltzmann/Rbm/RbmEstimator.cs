using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a restricted Boltzmann machine: features of each row without labels, and a model of the rows themselves.</summary>
/// <remarks>
/// Input: a vector of float of known size; in [0, 1] for Bernoulli visible units, of any scale for Gaussian ones. Output: a vector of
/// float, the means of the hidden units; on request the free energy. Needs training; labels are not used.
/// </remarks>
public sealed class RbmEstimator : NetworkEstimator<RbmOptions, RbmTransformer>
{
    private readonly RbmColumns _columns;

    internal RbmEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, RbmOptions options)
        : base(environment, "RestrictedBoltzmannMachine", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        if (options.FreeEnergyColumnName == outputColumnName)
            throw new ArgumentException(
                $"FreeEnergyColumnName is {outputColumnName}; it must differ from the output column's name.", nameof(options));
        _columns = new RbmColumns(outputColumnName, inputColumnName ?? outputColumnName, options.FreeEnergyColumnName);
    }

    private VectorColumn Column => new(_columns.Input, "input");

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    private protected override IReadOnlyList<InputColumn> Needed => [Column];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        _columns.Outputs(Options.HiddenSize).Select(output => output.Column.Shape);

    private protected override RbmTransformer Train(FitSession fit, FitRequest<RbmTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = Column.SizedBy(input);
        var rows = fit.Read(input, [column], validation);
        var units = VisibleUnitsChoice.Of(Options.VisibleUnits, Options.InputScaling, previous?.VisibleUnits, fit, rows);
        var start = previous is null ? VisibleScaling.Of(fit, rows, column.Width, units, Options.InputScaling) : null;
        var (form, asGiven) = start is null
            ? (previous!.Machine.Architecture.Scaling, previous.Machine.Architecture.ReadsAsGiven)
            : (start.Form, start.ReadsAsGiven);
        var architecture = new RbmArchitecture(
            column.Width, Options.HiddenSize, units, Options.HiddenUnits, form, asGiven,
            start?.LearnsVariances(Options.LearnVariances, units, Options.HiddenUnits, fit)
                ?? Options.LearnVariances ?? previous!.Machine.Architecture.LearnsVariances);
        if (previous is not null && previous.Machine.Architecture != architecture)
            throw new ArgumentException(
                $"The previous model is {previous.Machine.Architecture}; the options and columns ask for {architecture}.",
                nameof(previous));
        BitValues.Check(units, rows.Data, column, rows.Training, rows.Validation);
        var machine = fit.Place(new RbmNetwork(architecture), previous);
        var history = RbmTraining.Run(
            fit, machine, Options.Rule(Options.Training), rows.Training, rows.Validation, Options.Training, start);
        return new RbmTransformer(Host, new RbmDescription(_columns, architecture, history), machine.Network, fit.Device);
    }
}
