using System.Globalization;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Shows a training in the console as it goes on: one line with a bar, epoch, losses, speed, the time that is left and the course of the
/// loss. Where the output goes into a file or another program it writes nothing.
/// </summary>
/// <remarks>
/// One line stays of each training of a fit. Give it to <see cref="TrainingOptions.Callbacks"/>, or use
/// <see cref="ConsoleProgressExtensions.WithConsoleProgress"/>.
/// </remarks>
public sealed class ConsoleProgress : TrainingCallback
{
    private const int BarCells = 20;
    private const int CurveCells = 24;
    private const int UsualWidth = 120;
    private const string Heights = "▁▂▃▄▅▆▇█";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter? _out;
    private readonly Func<int> _width;
    private readonly TimeProvider _time;
    private long _shown;
    private int _written;
    private EpochProgress? _ended;

    /// <summary>Progress in this process's console.</summary>
    public ConsoleProgress() : this(Console.IsOutputRedirected ? null : Console.Out, ConsoleWidth, TimeProvider.System)
    {
    }

    /// <param name="output">Receives the line; null writes nothing.</param>
    /// <param name="width">Characters in a line of it.</param>
    /// <param name="time">The clock.</param>
    internal ConsoleProgress(TextWriter? output, Func<int> width, TimeProvider time) => (_out, _width, _time) = (output, width, time);

    /// <inheritdoc/>
    protected internal override void TrainingStarting(TrainingStatus status) => _shown = _time.GetTimestamp();

    /// <inheritdoc/>
    protected internal override void BatchFinished(TrainingStatus status)
    {
        if (_out is not null && _time.GetElapsedTime(_shown) >= Between)
            Show(status.Progress, status);
    }

    /// <inheritdoc/>
    protected internal override void EpochFinished(TrainingStatus status)
    {
        if (_out is null)
            return;
        _ended = status.Progress;
        if (_time.GetElapsedTime(_shown) >= Between)
            Show(_ended, status);
    }

    /// <inheritdoc/>
    protected internal override void TrainingFinished(TrainingStatus status, TrainingHistory history)
    {
        if (_out is null)
            return;
        Show(_ended ?? status.Progress, status); // the epoch that would come now has nothing to show
        _out.WriteLine();
        (_written, _ended) = (0, null);
    }

    /// <summary>The line of a training.</summary>
    /// <param name="progress">Where it stands.</param>
    /// <param name="losses">The losses of the finished epochs, of held-out rows where there are any.</param>
    internal static string Line(EpochProgress progress, IReadOnlyList<double> losses)
    {
        var within = progress is { IsEpochEnd: false, Batches: > 0 } ? (double)progress.Batch / progress.Batches : 1;
        var done = progress.Epochs == 0 ? 1 : Math.Clamp((progress.Epoch - 1 + within) / progress.Epochs, 0, 1);
        var filled = (int)Math.Round(done * BarCells);
        var bar = new string('█', filled) + new string('░', BarCells - filled);
        var held = progress.ValidationLoss is { } validation ? FormattableString.Invariant($", held out {validation:G4}") : "";
        var loss = double.IsNaN(progress.TrainingLoss) ? "" : FormattableString.Invariant($"  loss {progress.TrainingLoss:G4}{held}");
        var speed = FormattableString.Invariant($"  {progress.RowsPerSecond:N0} rows/s  {Duration(progress.Remaining)} left");
        var place = FormattableString.Invariant($"{bar} {done * 100,3:F0} %  epoch {progress.Epoch}/{progress.Epochs}");
        return $"{place}{loss}{speed}  {Curve(losses)}".TrimEnd();
    }

    /// <summary>The course of some losses, the last ones, in characters of different height.</summary>
    internal static string Curve(IReadOnlyList<double> losses)
    {
        double[] last = [.. losses.Skip(Math.Max(0, losses.Count - CurveCells)).Where(double.IsFinite)];
        if (last.Length < 2)
            return "";
        var (lowest, highest) = (last.Min(), last.Max());
        var unit = highest > lowest ? (Heights.Length - 1) / (highest - lowest) : 0;
        return string.Concat(last.Select(loss => Heights[(int)Math.Round((loss - lowest) * unit)]));
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    // A console without a window has no width to ask for.
    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }

    private void Show(EpochProgress progress, TrainingStatus status)
    {
        _shown = _time.GetTimestamp();
        var line = Line(progress, [.. status.Epochs.Select(epoch => epoch.ValidationLoss ?? epoch.TrainingLoss)]);
        var room = Math.Max(1, _width() - 1); // a full line would wrap, and leave a copy behind at each step
        if (line.Length > room)
            line = line[..room];
        _out!.Write("\r" + line.PadRight(Math.Min(room, _written)));
        _out.Flush();
        _written = line.Length;
    }
}
