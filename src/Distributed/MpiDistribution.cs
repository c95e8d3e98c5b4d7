using System.Text;
using DeepML.Distributed;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// The processes that <c>mpirun</c> has started, training together: <c>mpirun -n 4 dotnet app.dll</c>. MPICH, Open MPI and what has the
/// binary interface of either; MS-MPI has that of MPICH and is not tested.
/// </summary>
/// <example><code>
/// using var together = MpiDistribution.Join();
/// var training = new TrainingOptions { Distribution = together };
/// </code></example>
/// <remarks>
/// One process joins once. A process that nobody has started by <c>mpirun</c> joins a world of its own: <see cref="Size"/> is 1, and
/// training goes on as without. Dispose it at the end of the program, in all processes: those that are not there are waited for.
/// </remarks>
public sealed class MpiDistribution : TrainingDistribution, IDisposable
{
    private static readonly Lock Joining = new();
    private static bool _hasJoined;

    private readonly MpiOptions _options;
    private readonly MpiLibrary? _library;
    private readonly MpiWorld? _world;
    private readonly RankWatch? _watch;
    private readonly string[] _hosts = [Environment.MachineName];
    private readonly List<string> _folders = []; // of rows that other processes have read
    private bool _isDisposed;

    private MpiDistribution(MpiOptions options, MpiLibrary? library, int rank, int size)
    {
        (_options, _library, Rank, Size) = (options, library, rank, size);
        if (size == 1)
            return;
        _world = new MpiWorld(library!, size);
        _hosts = [.. _world.Gather(Encoding.UTF8.GetBytes(Environment.MachineName)).Select(Encoding.UTF8.GetString)];
        LocalRank = _hosts.Take(rank).Count(host => host == _hosts[rank]);
        _watch = new RankWatch(WatchMeeting.Connect(_world, rank, size), NameOf, options.LostAfter);
        _world.ThrowIfLost = _watch.ThrowIfLostOrGone;
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>Number of this process among those on the same machine, from 0: the GPU that it takes.</summary>
    /// <example><code>
    /// var ml = new MLContext(seed: 1) { GpuDeviceId = together.LocalRank, FallbackToCpu = false };
    /// </code></example>
    public int LocalRank { get; }

    /// <summary>What this process has said to the others so far.</summary>
    public MpiTraffic Traffic => _world?.Traffic ?? new MpiTraffic(0, 0, TimeSpan.Zero);

    internal override object Identity => new { _options.GradientPrecision };

    /// <summary>Joins the processes that were started together.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The processes; a world of one where nobody has started several.</returns>
    /// <exception cref="ArgumentException">The options have faults; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">This process has joined before.</exception>
    /// <exception cref="DistributionException">
    /// There is no library of MPI, or it is not the launcher's, or the processes do not reach each other.
    /// </exception>
    public static MpiDistribution Join(MpiOptions? options = null)
    {
        options ??= new MpiOptions();
        options.Validate();
        var launcher = MpiLauncher.Find(Environment.GetEnvironmentVariable);
        lock (Joining)
        {
            if (_hasJoined)
                throw new InvalidOperationException("This process has joined before; hand on the MpiDistribution that Join returned.");
            if (launcher.Name is null && options.Library is null)
                return new MpiDistribution(options, null, 0, 1);
            var names = options.Library is { } own ? [own] : launcher.Libraries;
            var library = Load(launcher, names);
            library.Initialize();
            _hasJoined = true;
            var (rank, size) = library.Place();
            if (launcher.Size is { } started && started != size)
                throw new DistributionException(FormattableString.Invariant(
                    $"{launcher.Name} has started {started} processes, but {library.Name} sees {size}: ")
                    + "it belongs to another MPI. Start the program with the mpirun of that library, or set MpiOptions.Library.");
            return new MpiDistribution(options, library, rank, size);
        }
    }

    /// <summary>
    /// All rows, where each process has read only a share of them: with a loader of its own, from its own files or disk. Every process
    /// gets those of the first, then those of the second and so on, and trains on them as if it had read them all.
    /// </summary>
    /// <param name="share">The rows of this process, of the same columns as the others'; none is allowed.</param>
    /// <returns>
    /// All rows. They lie in temporary files of this process, in ML.NET's binary format, until the distribution is disposed.
    /// </returns>
    /// <remarks>
    /// All processes call it at the same place of the program. Estimators are fitted behind it, so that all learn the same keys and
    /// scales. In a world of one it returns the share itself.
    /// </remarks>
    /// <exception cref="ArgumentException">A column cannot be written to a file: pictures travel as paths or bytes.</exception>
    /// <exception cref="DistributionException">A process is lost or has failed, or its columns are others.</exception>
    public IDataView GatherRows(IDataView share)
    {
        ArgumentNullException.ThrowIfNull(share);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Size == 1)
            return share;
        try
        {
            _folders.Add(Directory.CreateTempSubdirectory("deepml-rows-").FullName);
            return new SharedRows(this, _folders[^1]).Collect(share);
        }
        catch (Exception error) when (error is not DistributionException)
        {
            Abandon(error);
            throw;
        }
    }

    /// <summary>Takes leave of the other processes, and waits until they do the same; does not wait if one is lost.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        var isWhole = _world is null || MeetsAll(_world, _watch!);
        _watch?.Dispose();
        if (isWhole)
            _library?.Finish();
        foreach (var folder in _folders)
            Directory.Delete(folder, recursive: true);
    }

    internal override void Sum(Span<double> numbers) => World.Sum(numbers);

    internal override Action BeginSum(double[] numbers) => World.BeginSum(numbers);

    internal override void SumGradients(Span<float> numbers)
    {
        if (_options.GradientPrecision == Precision.BFloat16)
            World.SumRounded(numbers);
        else
            World.Sum(numbers);
    }

    internal override IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own) => Size == 1 ? [own.ToArray()] : World.Gather(own);

    internal override byte[] FromFirst(byte[] own) => Size == 1 ? own : World.FromFirst(own);

    internal override string NameOf(int rank) => FormattableString.Invariant($"rank {rank} ({_hosts[rank]})");

    /// <summary>Throws if a process is lost: for work between two words to each other.</summary>
    internal void ThrowIfLost() => _watch?.ThrowIfLost();

    internal override void Abandon(Exception why) => _watch?.Abandon(
        $"R{NameOf(Rank)[1..]} has failed: {why.Message} The work ends in all processes.");

    private MpiWorld World
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _world ?? throw new InvalidOperationException("A world of one process has nobody to speak to.");
        }
    }

    // Nobody waits inside of MPI_Finalize for one who never comes.
    private static bool MeetsAll(MpiWorld world, RankWatch watch)
    {
        try
        {
            watch.ThrowIfLost();
            watch.Leave();
            world.Meet(watch.ThrowIfLost);
            return true;
        }
        catch (DistributionException)
        {
            return false; // whoever is lost has been named to those who were at work with it
        }
    }

    private static MpiLibrary Load(MpiLauncher launcher, IReadOnlyList<string> names)
    {
        try
        {
            return MpiLibrary.TryLoad(names) ?? throw new DistributionException(
                $"{(launcher.Name is { } name ? $"{name} has started this process, but there" : "There")} is no library of MPI by the name "
                + $"of {string.Join(", ", names)}. Install it, or set MpiOptions.Library to its path.");
        }
        catch (EntryPointNotFoundException missing)
        {
            throw new DistributionException(
                $"{string.Join(", ", names)}: what was loaded is no library of MPI 3 ({missing.Message}); set MpiOptions.Library.",
                missing);
        }
    }
}
