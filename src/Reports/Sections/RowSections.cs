using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Reports;

/// <summary>How a network does on rows: by what it is.</summary>
internal static class RowSections
{
    /// <summary>What is shown of a network on rows as it reads them.</summary>
    /// <param name="ml">Evaluates.</param>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows; null if there are none, which only a generator can do without.</param>
    /// <param name="options">What is asked for.</param>
    public static IEnumerable<object> Of(
        MLContext ml, NetworkTransformer network, IDataView? data, ReportOptions options) => (network, data) switch
        {
            (GanAugmenterTransformer generator, _) => GeneratorSection.Write(generator, data, options),
            (_, null) => [],
            (AutoencoderTransformer { OutputSize: var made } autoencoder, _) when made == autoencoder.InputSize =>
                ReconstructionSection.Write(autoencoder.Inputs[0], data, autoencoder.Reconstruct, options),
            (RbmTransformer machine, _) =>
            [
                .. ReconstructionSection.Write(machine.Inputs[0], data, machine.Reconstruct, options),
            .. ReconstructionSection.Drawn(
                machine.Inputs[0], data.Schema, "Weights of the first hidden units: what each looks for.",
                () => [.. machine.Weights.Take(4 * options.Examples)]),
        ],
            (DeepBeliefTransformer belief, _) => ReconstructionSection.Write(belief.Inputs[0], data, belief.Reconstruct, options),
            (AutoencoderAnomalyTransformer detector, _) => AnomalySection.Write(ml, detector, data, options.LabelColumnName),
            (RecurrentForecastTransformer forecaster, _) => ForecastSection.Write(forecaster, data),
            (PredictionTransformer prediction, _) =>
            [
                .. PredictionSection.Write(ml, prediction, data, options.LabelColumnName), .. DependenceSection.Write(prediction, data),
                .. AttentionSection.Write(prediction, data, options), .. Answers(prediction, data, options),
            ],
            _ => [.. AttentionSection.Write(network, data, options), .. Answers(network, data, options)],
        };

    // The first rows, with what the network reads and what it adds.
    private static IEnumerable<object> Answers(NetworkTransformer network, IDataView data, ReportOptions options)
    {
        var scored = network.Transform(data);
        string[] read = network is ScoringTransformer { Inputs: var inputs }
            ? [.. inputs.SelectMany(input => input.Parts).Select(part => part.Name)]
            : [];
        var shown = scored.Schema.Where(column => !column.IsHidden).Where(column =>
            data.Schema.GetColumnOrNull(column.Name) is not { } before || before.Type != column.Type || read.Contains(column.Name)
            || column.Name == options.LabelColumnName).ToArray();
        yield return Html.Folded(
            "The first rows, and what the network answers",
            Html.Table([.. shown.Select(column => column.Name)], CellTexts.Rows(scored, shown, options.Examples)));
    }
}
