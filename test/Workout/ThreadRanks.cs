namespace DeepML.Workout;

/// <summary>
/// Ranks that are threads of one process, for tests of what they do together; each says what it has to, and waits for the others.
/// </summary>
public sealed class ThreadRanks : TrainingDistribution
{
    private readonly Meeting _meeting;

    /// <summary>A world of one.</summary>
    public ThreadRanks() : this(new Meeting(1), 0)
    {
    }

    private ThreadRanks(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size => _meeting.Said.Length;

    /// <summary>How often gradients were summed.</summary>
    public int GradientSums { get; private set; }

    internal override object Identity => new { Kind = "threads" };

    /// <summary>Runs the same on each rank, and answers with what each has made.</summary>
    /// <exception cref="AggregateException">What was thrown on any rank.</exception>
    public static T[] Run<T>(int size, Func<ThreadRanks, T> work)
    {
        using var meeting = new Meeting(size);
        var made = new T[size];
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                made[rank] = work(new ThreadRanks(meeting, rank));
            }
            catch (Exception error)
            {
                lock (failures)
                    failures.Add(error);
                meeting.Break();
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return failures.Count == 0 ? made : throw new AggregateException(failures);
    }

    internal override void Sum(Span<double> numbers)
    {
        var all = Say(numbers.ToArray()).Cast<double[]>().ToArray();
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = all.Sum(own => own[i]);
    }

    internal override Action BeginSum(double[] numbers)
    {
        Sum(numbers);
        return () => { };
    }

    internal override void SumGradients(Span<float> numbers)
    {
        GradientSums++;
        var all = Say(numbers.ToArray()).Cast<float[]>().ToArray();
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = all.Aggregate(0f, (sum, own) => sum + own[i]);
    }

    internal override IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own) => [.. Say(own.ToArray()).Cast<byte[]>()];

    internal override byte[] FromFirst(byte[] own) => (byte[])Say(own)[0];

    internal override string NameOf(int rank) => FormattableString.Invariant($"rank {rank} (thread)");

    internal override void Abandon(Exception why) => _meeting.Break();

    private object[] Say(object what)
    {
        _meeting.Said[Rank] = what;
        _meeting.Wait();
        var all = _meeting.Said.ToArray();
        _meeting.Wait();
        return all;
    }

    private sealed class Meeting(int size) : IDisposable
    {
        private readonly Barrier _barrier = new(size);
        private readonly CancellationTokenSource _broken = new();

        public object[] Said { get; } = new object[size];

        public void Wait() => _barrier.SignalAndWait(_broken.Token);

        public void Break() => _broken.Cancel();

        public void Dispose()
        {
            _barrier.Dispose();
            _broken.Dispose();
        }
    }
}
