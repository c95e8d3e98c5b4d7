using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Reports;

/// <summary>Over which features the answers move most.</summary>
internal static class DependenceSection
{
    private const int MostFeatures = 64; // that are tried
    private const int Shown = 4;
    private const int Rows = 200;
    private const int Points = 20;

    /// <summary>Charts of the features over which the mean answer moves most; nothing where rows share no features, or too many.</summary>
    public static IEnumerable<object> Write(PredictionTransformer network, IDataView data)
    {
        if (!DependenceRows.HasFeatures(network.Inputs[0]) || network.Inputs[0].Width > MostFeatures)
            yield break;
        using var use = network.Use();
        using var rows = DependenceRows.Read(network, data, Rows);
        if (rows is null)
            yield break;
        var moving = Enumerable.Range(0, rows.Names.Length).Where(rows.HasValues).Select(feature => rows.Of(feature, Points))
            .Where(dependence => dependence.Values.Count > 1).OrderByDescending(dependence => dependence.Span).Take(Shown).ToArray();
        if (moving.Length == 0)
            yield break;
        yield return Html.Note(
            "Mean answers when a feature is given one value after the other and all else stays as it is (partial dependence), for the "
            + "features that move them most; thin lines are single rows.");
        yield return Html.Beside([.. moving.Select(
            dependence => Chart.Draw(DependenceCharts.Draw(dependence, $"answers over {dependence.Feature}")))]);
    }
}
