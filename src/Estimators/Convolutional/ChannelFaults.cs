using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>What can be wrong with the means and deviations that channels are freed of.</summary>
internal static class ChannelFaults
{
    private const string Means = nameof(ConvolutionalNetworkOptions.ChannelMeans);
    private const string Deviations = nameof(ConvolutionalNetworkOptions.ChannelDeviations);

    /// <summary>Notes what is wrong with them by themselves.</summary>
    /// <param name="faults">Receives it.</param>
    /// <param name="means">Subtracted from the channels; null for nothing.</param>
    /// <param name="deviations">What these are divided by; null for nothing.</param>
    public static void Check(OptionFaults faults, IReadOnlyList<float>? means, IReadOnlyList<float>? deviations)
    {
        if (means is null != deviations is null || means?.Count != deviations?.Count)
            faults.Add(Deviations, Describe(deviations), $"of the same length as {Means}, {Describe(means)}");
        for (var i = 0; i < (means?.Count ?? 0); i++)
            if (!float.IsFinite(means![i]))
                faults.Add($"{Means}[{i}]", means[i], "finite");
        for (var i = 0; i < (deviations?.Count ?? 0); i++)
            faults.Above(deviations![i], 0, $"{Deviations}[{i}]");
    }

    /// <summary>Notes that there are more or fewer than pictures have channels.</summary>
    /// <param name="faults">Receives it.</param>
    /// <param name="means">Subtracted from the channels; null for nothing.</param>
    /// <param name="channels">Numbers per pixel.</param>
    public static void CheckCount(OptionFaults faults, IReadOnlyList<float>? means, int channels)
    {
        if (means is not null && means.Count != channels)
            faults.Add(Means, $"a list of {means.Count}", $"a list of {channels}: pictures have as many channels");
    }

    private static string Describe(IReadOnlyList<float>? list) => list is null ? "null" : $"a list of {list.Count}";
}
