using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Makes training batches out of series.</summary>
internal static class SeriesWindows
{
    /// <summary>Every window of every series with the values that follow it.</summary>
    /// <param name="series">The series; those too short give no windows.</param>
    /// <param name="windowing">How windows are cut.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="heldOut">
    /// Share of each series' windows, the latest, that are held out; what they are measured on is never learned from.
    /// </param>
    /// <returns>
    /// Inputs (window, <see cref="SeriesWindowing.InputSize"/>) and targets (window, horizon), and the held-out ones; null where
    /// there is no window.
    /// </returns>
    public static (InMemoryBatches? Training, InMemoryBatches? HeldOut) Create(
        IReadOnlyList<PreparedSeries> series, SeriesWindowing windowing, Device device, double heldOut = 0)
    {
        var (training, later) = (new List<SeriesWindow>(), new List<SeriesWindow>());
        foreach (var prepared in series)
        {
            var last = prepared.Scaled.Length - windowing.Horizon;
            var split = last + 1 - (int)Math.Round(heldOut * (last + 1 - windowing.RequiredHistory));
            for (var end = windowing.RequiredHistory; end <= last; end++)
            {
                if (end >= split)
                    later.Add(new SeriesWindow(prepared, end));
                else if (split > last || end + windowing.Horizon <= split)
                    training.Add(new SeriesWindow(prepared, end));
            }
        }
        return (Pack(training, windowing, device), Pack(later, windowing, device));
    }

    private static InMemoryBatches? Pack(List<SeriesWindow> windows, SeriesWindowing windowing, Device device)
    {
        if (windows.Count == 0)
            return null;
        var inputs = new float[(long)windows.Count * windowing.InputSize];
        var targets = new float[(long)windows.Count * windowing.Horizon];
        for (var row = 0; row < windows.Count; row++)
        {
            windows[row].Write(inputs.AsSpan(row * windowing.InputSize, windowing.InputSize));
            for (var step = 0; step < windowing.Horizon; step++)
                targets[(row * windowing.Horizon) + step] = windows[row].Target(step);
        }
        using var scope = NewDisposeScope();
        return new InMemoryBatches(
            tensor(inputs.AsMemory(), [windows.Count, windowing.InputSize]).to(device).DetachFromDisposeScope(),
            tensor(targets.AsMemory(), [windows.Count, windowing.Horizon]).to(device).DetachFromDisposeScope());
    }
}
