using DeepML;
using DeepML.Trainers;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    private const double HeldOutForSizes = 0.2;

    /// <summary>Trains an autoencoder for each of some code sizes, and tells the smallest one that is enough.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="data">The rows; a fifth of them is held out, the same for every size, and errors are measured on these.</param>
    /// <param name="inputColumnName">Name of the column: a vector of float of known size.</param>
    /// <param name="codeSizes">The sizes to try; each at least 1, each once.</param>
    /// <param name="options">The autoencoder; its <see cref="AutoencoderOptions.CodeSize"/> is set to each size.</param>
    /// <param name="tolerance">
    /// By how much the error of a sufficient code may exceed the smallest error; at least 0; 0.1 (the default) allows a tenth.
    /// </param>
    /// <param name="seed">Fixes which rows are held out.</param>
    /// <exception cref="ArgumentException">
    /// There are no sizes, one is below 1 or there twice, or the options are out of range or rebuild another column than they read.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is below 0.</exception>
    public static CodeSizeReport SmallestSufficientCode(
        this TransformsCatalog catalog, IDataView data, string inputColumnName, IReadOnlyList<int> codeSizes, AutoencoderOptions options,
        double tolerance = 0.1, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(codeSizes);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var faults = new OptionFaults();
        if (codeSizes.Count == 0)
            faults.Add(nameof(codeSizes), "empty", "a list of at least one size");
        for (var i = 0; i < codeSizes.Count; i++)
            faults.AtLeast(codeSizes[i], 1, $"{nameof(codeSizes)}[{i}]");
        if (codeSizes.Distinct().Count() < codeSizes.Count)
            faults.Add(nameof(codeSizes), string.Join(", ", codeSizes), "sizes that differ");
        if (options.TargetColumnName is not null)
            faults.Add(nameof(options.TargetColumnName), $"\"{options.TargetColumnName}\"", "null: errors are those of the input");
        faults.ThrowIfAny(nameof(codeSizes));
        var split = new MLContext(seed).Data.TrainTestSplit(data, HeldOutForSizes, seed: seed);
        var trials = codeSizes.Order().Select(size =>
        {
            using var model = catalog.Autoencoder("Code", inputColumnName, options with { CodeSize = size }).Fit(split.TrainSet);
            return new CodeSizeTrial(size, model.MeanSquaredError(split.TestSet));
        });
        return new CodeSizeReport([.. trials], tolerance);
    }
}
