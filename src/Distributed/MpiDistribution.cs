using System.Text;
using DeepML.Distributed;

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
