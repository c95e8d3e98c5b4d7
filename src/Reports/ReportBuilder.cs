using System.Reflection;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Reports;

/// <summary>From a fitted model to its page.</summary>
/// <param name="options">What is shown.</param>
internal sealed class ReportBuilder(ReportOptions options)
{
    private readonly MLContext _ml = new(options.Seed);

    /// <summary>The page.</summary>
    /// <exception cref="ArgumentException">There is no network in the model.</exception>
    public ModelReport Build(ITransformer model, IDataView? data)
    {
        ITransformer[] members = [.. Members(model)];
        NetworkTransformer[] networks = [.. members.OfType<NetworkTransformer>()];
        if (networks.Length == 0)
            throw new ArgumentException(
                $"The model holds no network of DeepML, only {string.Join(", ", members.Select(member => member.GetType().Name))}.",
                nameof(model));
        foreach (var network in networks)
            network.CheckAlive();
        var page = new ReportPage(options.Title ?? string.Join(" and ", networks.Select(KindOf).Distinct()));
        var rows = data is null ? null : _ml.Data.TakeRows(data, options.MaximumRows);
        var view = rows;
        foreach (var member in members)
        {
            if (member is NetworkTransformer network)
                Write(page, network, view, networks.Length > 1 ? $"{KindOf(network)}: " : "");
            view = view is null ? null : member.Transform(view);
        }
        if (rows is not null)
            page.Section("Data", [.. DataSection.Write(rows)]);
        page.Section("Versions", ModelSection.Versions());
        return page.ToReport();
    }

    /// <summary>A network's kind in words: "RecurrentNetwork" is "Recurrent network".</summary>
    public static string KindOf(NetworkTransformer network)
    {
        var kind = network.GetType().GetCustomAttribute<ArchiveKindAttribute>()?.Kind ?? network.GetType().Name;
        var words = string.Concat(kind.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));
        return words.Replace('-', ' ').Replace("Gan ", "GAN ", StringComparison.Ordinal).Replace(" rbm", " RBM", StringComparison.Ordinal);
    }

    private void Write(ReportPage page, NetworkTransformer network, IDataView? data, string prefix)
    {
        var tiles = HistorySection.Tiles(network.TrainingHistory, network.ParameterCount);
        object[] training = [.. HistorySection.Write(network.TrainingHistory), .. Pretraining(network)];
        if (prefix.Length == 0)
            page.Add(tiles); // of the only network, right under the title
        page.Section($"{prefix}training", prefix.Length == 0 ? training : [tiles, .. training]);
        page.Section($"{prefix}{(network is GanAugmenterTransformer ? "what it generates" : "on the rows given")}",
            [.. RowSections.Of(_ml, network, data, options)]);
        page.Section($"{prefix}network", [.. ModelSection.Write(network)]);
    }

    private static IEnumerable<object> Pretraining(NetworkTransformer network)
    {
        var layers = network switch
        {
            DeepBeliefTransformer belief => belief.PretrainingHistories,
            DeepBeliefPredictionTransformer belief => belief.PretrainingHistories,
            _ => [],
        };
        return layers.Count == 0
            ? []
            : [Html.Tag("h3", "Layer by layer, before"), Html.Beside(
                [.. layers.Select((layer, i) => Chart.Draw(LearningCurves.Losses(layer, $"layer {i + 1}: loss by epoch")))])];
    }

    private static IEnumerable<ITransformer> Members(ITransformer transformer) => transformer is IEnumerable<ITransformer> chain
        ? chain.SelectMany(Members)
        : [transformer];
}
