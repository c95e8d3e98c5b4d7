using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a network to tag every step of a sequence.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the tags: a vector of keys with the label's values.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences: vectors of float or of keys; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="labelColumnName">Name of the right tags: a vector of keys, one for each step.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SequenceTaggerEstimator TagSequence(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string labelColumnName = "Label",
        SequenceTaggerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SequenceTaggerEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, labelColumnName,
            options ?? new SequenceTaggerOptions());
    }

    /// <summary>Trains a network to predict one number, or several, at every step of a sequence.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the numbers: a vector of float, as many for each step as the label has.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences: vectors of float or of keys; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="labelColumnName">Name of the right numbers: a vector of float, for each step the same number; NaN is missing.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static StepRegressorEstimator PredictSteps(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string labelColumnName = "Label",
        StepRegressorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new StepRegressorEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, labelColumnName,
            options ?? new StepRegressorOptions());
    }

    /// <summary>Trains an encoder and a decoder with attention to write one sequence for another.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the sequences written: vectors of keys with the target's values.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences read: vectors of float or of keys; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="targetColumnName">Name of the right sequences: vectors of keys.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SequenceToSequenceEstimator SequenceToSequence(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, string targetColumnName = "Target",
        SequenceToSequenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SequenceToSequenceEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, targetColumnName,
            options ?? new SequenceToSequenceOptions());
    }

    /// <summary>
    /// Trains a recurrent network to foresee the next character of texts: it measures how surprising a text is, and writes.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the bits per character of each text: a float.</param>
    /// <param name="inputColumnName">Name of the texts.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static CharacterLanguageModelEstimator CharacterLanguageModel(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, CharacterLanguageModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new CharacterLanguageModelEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new CharacterLanguageModelOptions());
    }
}
