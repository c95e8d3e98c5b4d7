using System.Xml.Linq;
using DeepML.Reports;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using Html = DeepML.Reports.Html;

namespace DeepML.Interactive;

/// <summary>
/// Shows a training in a notebook as it goes on: a bar, epoch, losses, speed, the time that is left, and the curve so far. Outside of a
/// notebook's cell it shows nothing.
/// </summary>
/// <remarks>One display stays of each training of a fit. <see cref="NotebookProgressExtensions.WithNotebookProgress"/> adds it.</remarks>
public sealed class NotebookProgress : TrainingCallback
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static int displays;

    private readonly TimeProvider _time;
    private readonly Func<string, Action<string>?> _display;
    private Action<string>? _update;
    private int _number;
    private long _shown;

    /// <summary>Progress below the cell that trains.</summary>
    public NotebookProgress() : this(Display, TimeProvider.System)
    {
    }

    /// <param name="display">Shows HTML and gives back what replaces it; null where nothing can be shown.</param>
    /// <param name="time">The clock.</param>
    internal NotebookProgress(Func<string, Action<string>?> display, TimeProvider time) => (_display, _time) = (display, time);

    // A program that is no notebook has no kernel, not even as a file.
    private static bool HasKernel => AppDomain.CurrentDomain.GetAssemblies().Any(
        assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");

    /// <inheritdoc/>
    protected internal override void TrainingStarting(TrainingStatus status) =>
        (_update, _number, _shown) = (null, Interlocked.Increment(ref displays), _time.GetTimestamp());

    /// <inheritdoc/>
    protected internal override void EpochFinished(TrainingStatus status)
    {
        if (_update is null || _time.GetElapsedTime(_shown) >= Between)
            Show(status.Progress, status.Epochs);
    }

    /// <inheritdoc/>
    protected internal override void TrainingFinished(TrainingStatus status, TrainingHistory history)
    {
        if (history.Epochs.Count > 0)
            Show(null, history.Epochs);
        _update = null;
    }

    // The bar is full when the training is over, whatever it had planned.
    private void Show(EpochProgress? progress, IReadOnlyList<EpochRecord> epochs)
    {
        _shown = _time.GetTimestamp();
        var last = epochs[^1];
        var held = last.ValidationLoss is { } validation ? $", held out {Html.Number(validation)}" : "";
        var words = $"loss {Html.Number(last.TrainingLoss)}{held}, {Html.Number(last.RowsPerSecond, "N0")} rows/s";
        var line = progress is null
            ? $"{epochs.Count} epochs: {words}"
            : $"epoch {progress.Epoch} of {progress.Epochs}: {words}, {Html.Number(progress.Remaining.TotalSeconds, "N0")} s left";
        // By its number whoever keeps a notebook without a browser knows which displays replace each other.
        var bar = new XElement("progress", new XAttribute("data-display", $"training {_number}"),
            new XAttribute("max", progress?.Epochs ?? epochs.Count), new XAttribute("value", progress?.Epoch ?? epochs.Count), "");
        var html = LoosePart.Of(bar, Html.Note(line), Chart.Draw(LearningCurves.Losses(new TrainingHistory { Epochs = epochs })));
        if (_update is { } update)
            update(html);
        else
            _update = _display(html);
    }

    private static Action<string>? Display(string html) => HasKernel ? DisplayInKernel(html) : null;

    private static Action<string>? DisplayInKernel(string html)
    {
        if (KernelInvocationContext.Current is not { } context)
            return null;
        Formatter.Register<Shown>((shown, writer) => writer.Write(shown.Html), HtmlFormatter.MimeType);
        var display = context.Display(new Shown(html), HtmlFormatter.MimeType);
        return newer => display.Update(new Shown(newer));
    }

    // What the kernel is asked to show.
    private sealed record Shown(string Html);
}
