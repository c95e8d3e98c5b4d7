using System.Globalization;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What a checkpoint holds, in order: a fingerprint of the training it belongs to, position, sums and history, the state of the
/// random generator, weights, best weights, the step's own state, and of every optimizer the steps of each parameter and the flat blocks
/// that it remembers (laid out as <see cref="OptimizerMemory"/> says, parameters in the order of the update).
/// </summary>
internal static class CheckpointState
{
    /// <summary>Writes the state of a run, between two batches.</summary>
    public static void Write(BinaryWriter writer, TrainingRun run)
    {
        writer.Write(Fingerprint(run));
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
        WriteTensors(writer, run.Step.Network.state_dict());
        WriteTensors(writer, run.Best.Copies);
        WriteTensors(writer, run.Step.State);
        foreach (var update in run.Step.Updates)
            update.Memory.Write(writer);
    }

    /// <summary>Puts a run into the state that was written.</summary>
    /// <exception cref="InvalidOperationException">The checkpoint belongs to another training.</exception>
    public static void Read(BinaryReader reader, TrainingRun run, string folder)
    {
        var (found, expected) = (reader.ReadString(), Fingerprint(run));
        if (found != expected)
            throw new InvalidOperationException(
                $"The checkpoints in '{folder}' belong to another training: they were made with [{found}], this one is [{expected}]. "
                + "Give each training its own CheckpointDirectory, empty this one, or set Resume to false to start anew.");
        run.Epoch = reader.ReadInt32();
        run.Batch = reader.ReadInt32();
        run.Sums = RowSums.Read(reader);
        ReadRecords(reader, run.Records);
        var (reason, message) = (reader.ReadInt32(), reader.ReadString());
        if (reason >= 0)
            run.Stop((StopReason)reason, message);
        run.BestEpoch = reader.ReadInt32();
        var chance = reader.ReadBytes(reader.ReadInt32());
        ReadTensors(reader, run.Step.Network.state_dict());
        if (run.BestEpoch > 0)
            run.Best.Take(); // makes room, which the next line fills
        ReadTensors(reader, run.Best.Copies);
        ReadTensors(reader, run.Step.State);
        foreach (var update in run.Step.Updates)
            update.Memory.Read(reader);
        TrainingRandom.State = chance;
    }

    // Everything that changes what the next batch does to the weights; the number of epochs is left out, so that a finished
    // training can be taken further.
    private static string Fingerprint(TrainingRun run)
    {
        var o = run.Options;
        var weights = string.Join(",", run.Step.Network.state_dict().Select(w => $"{w.Key}:{string.Join("x", w.Value.shape)}"));
        var classWeights = o.ClassWeights is null ? "" : string.Join(",", o.ClassWeights.Select(w => w.ToString(CultureInfo.InvariantCulture)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {run.Random.Seed}, phase {run.Phase}, {run.Training.RowCount} rows, {run.Validation?.RowCount ?? 0} held out, batch {o.BatchSize} x {o.GradientAccumulation}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{o.Optimizer}, rate {o.LearningRate}, {o.Schedule}, L2 {o.WeightDecay}, L1 {o.L1}, clip {o.GradientClipNorm}, noise {o.InputNoise} and {o.LabelNoise}, ")
            + string.Create(CultureInfo.InvariantCulture, $"smoothing {o.LabelSmoothing}, class weights {classWeights}, weights {weights}");
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

    private static void WriteTensors(BinaryWriter writer, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var gradientsOff = no_grad();
        writer.Write(tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            var bytes = tensor.detach().cpu().contiguous().bytes;
            writer.Write(name);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }
    }

    private static void ReadTensors(BinaryReader reader, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var gradientsOff = no_grad();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            using var scope = NewDisposeScope();
            var target = tensors[reader.ReadString()];
            var values = empty(target.shape, dtype: target.dtype);
            reader.BaseStream.ReadExactly(Sized(values.bytes, reader.ReadInt32()));
            target.copy_(values);
        }
    }

    private static Span<byte> Sized(Span<byte> bytes, int length) => bytes.Length == length
        ? bytes
        : throw new InvalidOperationException($"A checkpoint holds {length} bytes for a tensor of {bytes.Length}.");
}
