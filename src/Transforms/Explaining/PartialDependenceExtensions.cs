using DeepML;
using DeepML.Transforms;

namespace Microsoft.ML;

/// <summary>Shows how the answers of fitted classifiers and regressors depend on single features.</summary>
public static class PartialDependenceExtensions
{
    /// <summary>
    /// What a network answers on average when a feature is given one value after the other: see <see cref="DeepML.PartialDependence"/>.
    /// </summary>
    /// <param name="model">The network; of a chain its last network (<c>chain.LastTransformer</c>).</param>
    /// <param name="data">Data as the network reads them: with what the transforms before it have made of them.</param>
    /// <param name="feature">
    /// The feature: the name of a slot of the feature column, "COLUMN[3]" where slots have no names, or the name of a column of a table.
    /// </param>
    /// <param name="options">Of how many rows and values; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such feature, or the network reads pictures, sequences or keys.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or a column is missing.</exception>
    /// <exception cref="InvalidOperationException">No row can be scored.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public static PartialDependence PartialDependence(
        this PredictionTransformer model, IDataView data, string feature, PartialDependenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(feature);
        options ??= new PartialDependenceOptions();
        options.Check();
        using var use = model.Use();
        using var rows = DependenceRows.Read(model, data, options.MaximumRows) ?? throw new InvalidOperationException(
            $"No row can be scored: column '{model.Inputs[0].Name}' cannot be read or holds NaN or infinity.");
        var place = Array.IndexOf(rows.Names, feature);
        const int most = 20;
        return place >= 0 ? rows.Of(place, options.Points) : throw new ArgumentException(
            $"There is no feature '{feature}'; there are {string.Join(", ", rows.Names.Take(most))}"
            + (rows.Names.Length > most ? FormattableString.Invariant($" and {rows.Names.Length - most} more.") : "."), nameof(feature));
    }
}
