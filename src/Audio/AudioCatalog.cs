using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

/// <summary>Sounds, on the catalog of transforms.</summary>
public static class AudioCatalog
{
    /// <summary>Reads WAV files as samples of one channel and one rate: PCM of 8, 16, 24 or 32 bits, or float.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the samples: a vector of float of unknown length, from -1 to 1.</param>
    /// <param name="inputColumnName">
    /// Name of the paths (text), or of what is in files (a vector of bytes); null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">Folder, rate, and what becomes of a sound that cannot be read; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static LoadAudioEstimator LoadAudio(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, LoadAudioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new LoadAudioEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new LoadAudioOptions());
    }

    /// <summary>Makes mel spectrograms of samples: the energy of each frame, in bands of pitch.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the spectrograms: vectors of float, the bands of the first frame, then those of the second, and so on.
    /// </param>
    /// <param name="inputColumnName">Name of the samples, vectors of float; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Frames, bands and scale; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MelSpectrogramEstimator MelSpectrogram(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, MelSpectrogramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MelSpectrogramEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new MelSpectrogramOptions());
    }

    /// <summary>Makes mel-frequency cepstral coefficients of samples, and on request how they change from frame to frame.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">
    /// Name of the coefficients: vectors of float, those of the first frame, then those of the second, and so on.
    /// </param>
    /// <param name="inputColumnName">Name of the samples, vectors of float; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Spectrogram, coefficients and deltas; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MelFrequencyCepstrumEstimator MelFrequencyCepstrum(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        MelFrequencyCepstrumOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MelFrequencyCepstrumEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new MelFrequencyCepstrumOptions());
    }
}
