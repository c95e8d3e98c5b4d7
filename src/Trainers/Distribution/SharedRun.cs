using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What a run does together with those of the other processes. All go through the same batches; each learns from its share of a batch,
/// and then they take one step. What decides how a run goes on is the same number in all of them.
/// </summary>
internal sealed class SharedRun
{
    private const int MostDifferences = 6;

    private readonly TrainingDistribution _ranks;
    private readonly TrainingRun _run;
    private readonly SharedSums _sums;
    private readonly SharedStatistics _statistics;
    private (StopReason Reason, string Message)? _asked;

    /// <param name="ranks">The processes.</param>
    /// <param name="run">The run of this one.</param>
    public SharedRun(TrainingDistribution ranks, TrainingRun run)
    {
        (_ranks, _run) = (ranks, run);
        _sums = new SharedSums(ranks);
        _statistics = new SharedStatistics(ranks, run.Step.Network);
    }

    /// <summary>The rows of a batch that fall to a process: neighbours, as many as the others' or one more or less.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="batch">The batch; it stays the caller's.</param>
    /// <returns>The rows, which the caller disposes; null if there are none.</returns>
    public static TensorBatch? Share(TrainingDistribution ranks, TensorBatch batch)
    {
        var (start, end) = ((long)batch.Rows * ranks.Rank / ranks.Size, (long)batch.Rows * (ranks.Rank + 1) / ranks.Size);
        if (start == end)
            return null;
        if (!batch.Members.Any(member => batch[member].is_sparse))
            return batch.Slice(start, end - start);
        using var index = tensor(Enumerable.Range((int)start, (int)(end - start)).Select(row => (long)row).ToArray());
        return batch.Select(index);
    }

    /// <summary>Joins what each process has measured.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="own">Sums over the rows of this process.</param>
    /// <param name="apart">Whether each has measured its own rows; else all have measured all.</param>
    public static RowSums Joined(TrainingDistribution ranks, RowSums own, bool apart)
    {
        if (apart)
        {
            var all = new RowSums();
            new SharedSums(ranks).Add(own, all);
            return all;
        }
        using var written = new MemoryStream();
        using (var writer = new BinaryWriter(written, Encoding.UTF8, leaveOpen: true))
            own.Write(writer);
        using var reader = new BinaryReader(new MemoryStream(ranks.FromFirst(written.ToArray())));
        return RowSums.Read(reader);
    }

    /// <summary>Refuses to begin where this training cannot be shared, or where the processes do not train the same.</summary>
    /// <exception cref="DistributionException">The reason; the same in all processes.</exception>
    public void Check()
    {
        if ((_run.Step.WhyNotShared ?? WhyNotShared(_run.Options)) is { } why)
            throw new DistributionException($"This training cannot be shared among {_ranks.Size} processes: {why}.");
        var found = _ranks.Gather(Encoding.UTF8.GetBytes(Describe().ToJsonString()));
        var first = Parsed(found[0]);
        for (var rank = 1; rank < found.Count; rank++)
            if (Differences(first, Parsed(found[rank])) is { Count: > 0 } differences)
                throw new DistributionException(
                    $"The processes do not train the same; there is {_ranks.NameOf(0)}, here is {_ranks.NameOf(rank)}: "
                    + string.Join("; ", differences.Take(MostDifferences))
                    + ". Start all of them with the same program, options and rows.");
        if (_run.Training.RowCount < _ranks.Size)
            throw new DistributionException(
                $"There are {_run.Training.RowCount} training rows for {_ranks.Size} processes; start no more processes than rows.");
    }

    /// <summary>Learns from a batch with the others.</summary>
    /// <param name="batch">All its rows.</param>
    /// <param name="sums">Receives loss and metrics over all of them.</param>
    public void Learn(TensorBatch batch, RowSums sums)
    {
        var step = _run.Step;
        if (step.SettlesItself && batch.Rows < _ranks.Size)
            return; // the few rows at the end of an epoch; the next one has them in another place
        using var share = Share(_ranks, batch);
        var own = new RowSums { RowsBefore = sums.Rows };
        if (share is not null)
            step.TrainPerturbed(share, own);
        var isToStop = _sums.Add(own, sums, _asked is not null, () =>
        {
            if (!step.SettlesItself)
                foreach (var update in step.Updates)
                    update.Settle();
            _statistics.Average(share?.Rows ?? 0);
            step.BatchFinished();
        });
        if (isToStop)
            AgreeOnStop();
    }

    /// <summary>Asks for the end of the training: it comes when all processes know of it.</summary>
    public void Ask(StopReason reason, string message) => _asked ??= (reason, message);

    /// <summary>Ends the run if a process has asked for it.</summary>
    public void AgreeOnStop()
    {
        var own = _asked is { } asked ? string.Create(CultureInfo.InvariantCulture, $"{(int)asked.Reason} {asked.Message}") : "";
        var all = _ranks.Gather(Encoding.UTF8.GetBytes(own)).Select(Encoding.UTF8.GetString).ToList();
        var rank = all.FindIndex(request => request.Length > 0);
        if (rank < 0)
            return;
        var (reason, message) = (all[rank][..all[rank].IndexOf(' ')], all[rank][(all[rank].IndexOf(' ') + 1)..]);
        _run.StopNow(
            (StopReason)int.Parse(reason, CultureInfo.InvariantCulture), rank == 0 ? message : $"{message} (in {_ranks.NameOf(rank)})");
    }

    /// <summary>Whether something holds in any process.</summary>
    public bool Any(bool own)
    {
        double[] count = [own ? 1 : 0];
        _ranks.Sum(count);
        return count[0] > 0;
    }

    /// <summary>What the first process has measured: histories, and with them saved models, are the same in all.</summary>
    public double OfFirst(double own) => BitConverter.ToDouble(_ranks.FromFirst(BitConverter.GetBytes(own)));

    /// <summary>Brings a run to where the first process has taken it up, if it has.</summary>
    public void TakeUp()
    {
        byte[] state = [];
        if (_ranks.IsFirst && (_run.Records.Count > 0 || _run.Batch > 0))
        {
            using var written = new MemoryStream();
            using (var writer = new BinaryWriter(written, Encoding.UTF8, leaveOpen: true))
                CheckpointState.Write(writer, _run, TrainingIdentity.Of(_run));
            state = written.ToArray();
        }
        state = _ranks.FromFirst(state);
        if (_ranks.IsFirst || state.Length == 0)
            return;
        using var reader = new BinaryReader(new MemoryStream(state));
        CheckpointState.Read(reader, _run, TrainingIdentity.Of(_run), _ranks.NameOf(0));
    }

    /// <summary>Makes sure that all processes have the same weights.</summary>
    /// <exception cref="DistributionException">They have not.</exception>
    public void CheckWeights()
    {
        var hashes = _ranks.Gather(Encoding.UTF8.GetBytes(WeightsHash())).Select(Encoding.UTF8.GetString).ToList();
        if (hashes.FindIndex(hash => hash != hashes[0]) is > 0 and var rank)
            throw new DistributionException(FormattableString.Invariant(
                $"After epoch {_run.Epoch} the weights in {_ranks.NameOf(rank)} are not those in {_ranks.NameOf(0)}. Do all machines have ")
                + "the same processors and the same version of libtorch, and do modules of your own draw numbers from torch alone?");
    }

    // What each process would draw, or look for, by itself.
    private static string? WhyNotShared(TrainingOptions options) =>
        options.Optimizer.SearchesSteps ? $"{options.Optimizer.GetType().Name} looks for its steps by measuring all rows"
        : options.DropConnect > 0 ? $"{nameof(options.DropConnect)} drops other weights in each process"
        : options.GradientNoise > 0 ? $"{nameof(options.GradientNoise)} moves the weights of each process elsewhere"
        : null;

    private static JsonObject Parsed(byte[] described) => (JsonObject)JsonNode.Parse(described)!;

    private JsonObject Describe()
    {
        var described = TrainingIdentity.Of(_run);
        described[nameof(TrainingOptions.Distribution)] = Settings.Describe(_ranks.Identity);
        described["Together"] = new JsonObject
        {
            [nameof(TrainingOptions.Epochs)] = _run.Options.Epochs,
            ["DeepML"] = typeof(SharedRun).Assembly.GetName().Version?.ToString(),
        };
        described["Hash"] = WeightsHash();
        return described;
    }

    private static List<string> Differences(JsonObject there, JsonObject here)
    {
        var found = TrainingIdentity.Differences(there, here).ToList();
        SettingDifferences.Add(there["Together"], here["Together"], "", found);
        SettingDifferences.Add(
            there[nameof(TrainingOptions.Distribution)], here[nameof(TrainingOptions.Distribution)], nameof(TrainingOptions.Distribution),
            found);
        if (found.Count == 0 && there["Hash"]!.GetValue<string>() != here["Hash"]!.GetValue<string>())
            found.Add("the weights to start from differ");
        return found;
    }

    private string WeightsHash()
    {
        var hash = new ContentHash();
        foreach (var (_, weight) in _run.Step.Network.state_dict().OrderBy(weight => weight.Key, StringComparer.Ordinal))
            hash.Add(weight);
        return hash.ToString();
    }
}
