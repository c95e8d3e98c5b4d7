using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Makes what a trainer tells ML.NET's tools of itself: the constructor is closed to third parties.</summary>
internal static class TrainerInfos
{
    /// <summary>
    /// What a trainer of networks says: it takes validation rows and a warm start, and needs neither cache nor calibration.
    /// </summary>
    /// <param name="normalization">Whether features should be of like size.</param>
    public static TrainerInfo Create(bool normalization) =>
        New(normalization, calibration: false, caching: false, supportValid: true, supportIncrementalTrain: true, supportTest: false);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern TrainerInfo New(
        bool normalization,
        bool calibration,
        bool caching,
        bool supportValid,
        bool supportIncrementalTrain,
        bool supportTest);
}
