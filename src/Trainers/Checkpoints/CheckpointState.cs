using System.Text.Json.Nodes;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What a checkpoint holds, in order: the <see cref="TrainingIdentity"/> of the training it is of, position, sums and history, the state
/// of the random generator, the steps that the optimizers have made of each parameter; then, in the safetensors format, weights, best
/// weights, the
/// step's own state, and the flat blocks that the optimizers remember (laid out as <see cref="OptimizerMemory"/> says).
/// </summary>
internal static class CheckpointState
{
    private const int MostDifferences = 6;
    private const int MostChance = 1 << 20; // bytes of the generator's state

    /// <summary>Writes the state of a run, between two batches.</summary>
    public static void Write(BinaryWriter writer, TrainingRun run, JsonObject identity)
    {
        writer.Write(identity.ToJsonString());
        writer.Write(run.Epoch);
        writer.Write(run.Batch);
        run.Sums.Write(writer);
        WriteRecords(writer, run.Records);
        // An end that was reached by learning is an end; one that was forced is a place to go on from.
        var isFinal = run.Stopped is StopReason.EarlyStopping or StopReason.NothingLeftToLearn;
        writer.Write(isFinal ? (int)run.Stopped! : -1);
        writer.Write(isFinal ? run.StopMessage! : "");
        writer.Write(run.BestEpoch);
        var chance = TrainingRandom.State;
        writer.Write(chance.Length);
        writer.Write(chance);
        foreach (var update in run.Step.Updates)
            foreach (var steps in update.Memory.Steps)
                writer.Write(steps);
        using var scope = NewDisposeScope();
        SafeTensors.Write(writer, Tensors(run));
    }

    /// <summary>Puts a run into the state that was written.</summary>
    /// <exception cref="InvalidOperationException">The checkpoint is of another training: what differs is named.</exception>
    public static void Read(BinaryReader reader, TrainingRun run, JsonObject identity, string folder)
    {
        Check((JsonObject)JsonNode.Parse(reader.ReadString())!, identity, folder);
        run.Epoch = reader.ReadInt32();
        run.Batch = reader.ReadInt32();
        run.Sums = RowSums.Read(reader);
        ReadRecords(reader, run.Records);
        var (reason, message) = (reader.ReadInt32(), reader.ReadString());
        if (reason >= 0)
            run.Stop((StopReason)reason, message);
        run.BestEpoch = reader.ReadInt32();
        CheckPosition(run, reason);
        var chance = reader.ReadBytes(Math.Min(reader.ReadInt32(), MostChance));
        if (!TrainingRandom.IsState(chance))
            throw new FormatException("the state of the random generator is none.");
        if (run.BestEpoch > 0)
            run.Best.Take(); // makes room, which the last line but one fills
        foreach (var memory in run.Step.Updates.Select(update => update.Memory))
        {
            memory.Clear();
            for (var i = 0; i < memory.Steps.Length; i++)
                memory.Steps[i] = reader.ReadInt64();
        }
        SafeTensors.ReadInto(reader, Tensors(run));
        TrainingRandom.State = chance;
    }

    private static void Check(JsonObject there, JsonObject here, string folder)
    {
        var differences = TrainingIdentity.Differences(there, here);
        if (differences.Count == 0)
            return;
        var more = differences.Count > MostDifferences ? $"; and {differences.Count - MostDifferences} more" : "";
        throw new InvalidOperationException(
            $"The checkpoints in '{folder}' are of another training: {string.Join("; ", differences.Take(MostDifferences))}{more}. "
            + "Give each training its own CheckpointDirectory, or set Resume to false to start anew.");
    }

    // A file with a right hash may still say what no run comes to; epochs below the first would never end.
    private static void CheckPosition(TrainingRun run, int reason)
    {
        Within(run.Epoch, 1, int.MaxValue, "the epoch");
        Within(run.Batch, 0, run.BatchesPerEpoch, "the batch");
        Within(run.Records.Count, run.Epoch - 1, run.Epoch - 1, "the number of epochs recorded");
        Within(run.BestEpoch, 0, run.Records.Count, "the best epoch");
        if (reason >= 0 && !Enum.IsDefined((StopReason)reason))
            throw new FormatException($"the reason of the end is {reason}, which is none.");

        static void Within(int value, int atLeast, int atMost, string what)
        {
            if (value < atLeast || value > atMost)
                throw new FormatException($"{what} is {value}; it must be in [{atLeast}, {atMost}].");
        }
    }

    // Everything that is written as tensors, by names of which no two are alike.
    private static Dictionary<string, Tensor> Tensors(TrainingRun run)
    {
        var tensors = new Dictionary<string, Tensor>();
        Add("weights/", run.Step.Network.state_dict());
        Add("best/", run.Best.Copies);
        Add("state/", run.Step.State);
        for (var i = 0; i < run.Step.Updates.Count; i++)
            foreach (var (block, numbers) in run.Step.Updates[i].Memory.WholeBlocks().Index())
                tensors[FormattableString.Invariant($"optimizer{i}/block{block}")] = numbers;
        return tensors;

        void Add(string prefix, IReadOnlyDictionary<string, Tensor> named)
        {
            foreach (var (name, tensor) in named)
                tensors[prefix + name] = tensor;
        }
    }

    private static void WriteRecords(BinaryWriter writer, List<EpochRecord> records)
    {
        writer.Write(records.Count);
        foreach (var record in records)
        {
            writer.Write(record.Epoch);
            writer.Write(record.TrainingLoss);
            writer.Write(record.LearningRate);
            writer.Write(record.RowsPerSecond);
            writer.Write(record.ValidationLoss is not null);
            writer.Write(record.ValidationLoss ?? 0);
            writer.Write(record.Metrics.Count);
            foreach (var (name, value) in record.Metrics)
            {
                writer.Write(name);
                writer.Write(value);
            }
        }
    }

    private static void ReadRecords(BinaryReader reader, List<EpochRecord> records)
    {
        records.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var record = new EpochRecord(reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            var (held, validation) = (reader.ReadBoolean(), reader.ReadDouble());
            var metrics = new Dictionary<string, double>();
            for (var more = reader.ReadInt32(); more > 0; more--)
                metrics[reader.ReadString()] = reader.ReadDouble();
            records.Add(record with { ValidationLoss = held ? validation : null, Metrics = metrics });
        }
    }
}
