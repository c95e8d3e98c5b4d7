using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>What estimators of networks that answer at every step of a sequence do alike.</summary>
/// <typeparam name="TOptions">What the user sets.</typeparam>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
public abstract class SequenceStepsEstimator<TOptions, TTransformer> : NetworkEstimator<TOptions, TTransformer>
    where TOptions : SequenceStepsOptions
    where TTransformer : NetworkTransformer
{
    private protected SequenceStepsEstimator(
        IHostEnvironment environment, string name, string outputColumnName, string? inputColumnName, string labelColumnName,
        TOptions options, Action<OptionFaults>? checkMore = null)
        : base(environment, name, options, faults =>
        {
            checkMore?.Invoke(faults);
            SequenceFaults.Outputs(
                faults, options.Outputs, [outputColumnName],
                options.Encoder is null or { ShowsAttention: true } ? null : $"a {options.Encoder.GetType().Name}");
        })
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        (OutputColumn, InputColumn, LabelColumn) = (outputColumnName, inputColumnName ?? outputColumnName, labelColumnName);
    }

    private protected string OutputColumn { get; }

    private protected string InputColumn { get; }

    private protected string LabelColumn { get; }

    /// <summary>The column of the right answers, before data are seen.</summary>
    private protected abstract SequenceColumn Label { get; }

    /// <summary>What one item of the label is called in errors: a key, a number.</summary>
    private protected abstract string LabelItem { get; }

    private protected sealed override IReadOnlyList<InputColumn> Needed => [Input, Label, .. WeightColumns];

    private protected sealed override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        Options.Outputs.AttentionWeights is { } name ? [Answers(input), AttentionColumn.ShapeOf(name)] : [Answers(input)];

    /// <summary>The column of the answers, as it will be.</summary>
    private protected abstract SchemaShape.Column Answers(SchemaShape input);

    private IReadOnlyList<SizedColumn> WeightColumns => Options.ExampleWeightColumnName is { } name ? [ExampleWeights.Column(name)] : [];

    private SequenceColumn Input => ReadSequences.Column(InputColumn, "input", Options.Front, Options.StepSize, Options.MaximumLength);

    /// <summary>Reads sequences and the answers to their steps.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="request">What the caller gave.</param>
    /// <param name="labelShape">From the label as it is in the data, read as far as the sequences, to what is learned of it.</param>
    /// <exception cref="InvalidOperationException">A row has more or fewer answers than steps, or every answer is missing.</exception>
    private protected (SequenceInput Column, SequenceInput Label, FitRows Rows) Read(
        FitSession fit, FitRequest<TTransformer> request, Func<IDataView, int, SequenceShape> labelShape)
    {
        var (input, validation, _) = request;
        var column = Input.SizedBy(input);
        SequenceFaults.WeightCount(Options.Outputs, column.Shape.MaximumLength, column.Shape.MaximumLength, InputColumn);
        var label = new SequenceInput(LabelColumn, "label", labelShape(input, column.Shape.MaximumLength));
        Check(input, column, label, "row");
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [column, label]);
            Check(validation, column, label, "validation row");
        }
        var rows = fit.Read(
            input, [column, label, .. WeightColumns], validation,
            [false, true, .. WeightColumns.Select(_ => false)]) with
        { AreWeighted = WeightColumns.Count > 0 };
        if (rows.AreWeighted)
            ExampleWeights.Check(rows, WeightColumns[0]);
        return (column, label, rows);
    }

    /// <summary>Builds the network and places it, with the layers that the options take over.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="rows">The rows, of which scales are learned.</param>
    /// <param name="column">The sequences.</param>
    /// <param name="answers">Answers of each step.</param>
    /// <param name="previous">A model to start from; null for fresh weights.</param>
    /// <param name="previousEncoder">What reads in that model.</param>
    /// <returns>The network, and the values behind the keys of the sequences; null where there are none.</returns>
    private protected (PlacedNetwork<RecurrentTaggingNetwork> Placed, KeyValues? Keys) Place(
        FitSession fit, FitRows rows, SequenceInput column, int answers, TTransformer? previous,
        SequenceEncoderArchitecture? previousEncoder)
    {
        using var source = TransferSource.Open(Options.Transfer, previous);
        var encoder = SequenceFaults.Architecture(
            column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize, front: Options.Front);
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, source?.Reading(encoder) ?? previousEncoder);
        var network = new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(scaled.Encoder, answers));
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        var keys = KeyValues.Of(rows.Data[0].Schema[InputColumn]);
        return (source?.IntoSequences(fit, placed, keys) ?? placed, keys);
    }

    private void Check(IDataView data, SequenceInput column, SequenceInput label, string row)
    {
        if (SequencePairs.CheckLengths(data, column, label) == 0)
            throw new InvalidOperationException(
                $"There is nothing to learn: every {LabelItem} of label column '{LabelColumn}' is missing, in every {row}.");
    }
}
