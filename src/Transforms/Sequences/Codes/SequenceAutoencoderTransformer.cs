using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder of sequences: adds a code of each, and what else was asked for; turns sequences into codes and codes into
/// sequences, and goes from one sequence to another through what lies between their codes.
/// </summary>
[ArchiveKind("SequenceAutoencoder", version: 1)]
public sealed class SequenceAutoencoderTransformer
    : ScoringTransformer, IArchived<SequenceAutoencoderTransformer, SequenceAutoencoderDescription, SequenceAutoencoderNetwork>
{
    private readonly SequenceAutoencoderDescription _description;
    private readonly SequenceAutoencoderNetwork _network;

    internal SequenceAutoencoderTransformer(
        IHostEnvironment environment, SequenceAutoencoderDescription description, SequenceAutoencoderNetwork network, Device device)
        : base(
            environment, description, network, device, [new SequenceInput(description.InputColumn, "input", description.Shape)],
            ScoredOutputs.Of(rows => new SequenceCodePass(network, rows[0], rows[1]), description.Columns()))
    {
        _description = description;
        _network = network;
    }

    /// <summary>Numbers in the code.</summary>
    public int CodeSize => _description.Architecture.CodeSize;

    /// <summary>Keys that the model knows: from 1 to this number; 0 if steps are numbers.</summary>
    public int KeyCount => _description.Shape.KeyCount;

    /// <summary>Numbers per step; 1 for keys.</summary>
    public int StepSize => _description.Shape.StepSize;

    /// <summary>Steps that are read of a sequence, and written at most.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    /// <summary>The values behind the keys, in their order, as invariant text; empty if there are none.</summary>
    public IReadOnlyList<string> Vocabulary => _description.Values?.Texts ?? [];

    internal SequenceEncoderArchitecture Encoder => _description.Architecture.Encoder;

    internal override TransferWeights Transferable() =>
        TransferWeights.CopyOf(NamedWeights.Where(weight => weight.Key.StartsWith("encoder.", StringComparison.Ordinal))) with
        {
            Vocabulary = _description.Values?.Texts,
        };

    /// <summary>The codes of sequences of keys.</summary>
    /// <param name="sequences">Keys from 1; 0 for a missing one.</param>
    /// <returns>A code of <see cref="CodeSize"/> numbers for each; where a code is a distribution, its mean.</returns>
    /// <exception cref="InvalidOperationException">The model reads numbers.</exception>
    /// <exception cref="ArgumentException">
    /// A sequence is null, longer than the model reads, or holds a key that it does not know.
    /// </exception>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<uint[]> sequences)
    {
        Ask(keys: true);
        ArgumentNullException.ThrowIfNull(sequences);
        for (var i = 0; i < sequences.Count; i++)
        {
            CheckLength(sequences[i]?.Length, i, nameof(sequences));
            foreach (var key in sequences[i])
                if (key > KeyCount)
                    throw new ArgumentException(
                        $"Sequence {i} (counted from 0) holds key {key}, past the {KeyCount} keys that the model knows.",
                        nameof(sequences));
        }
        return Encode(sequences, key => key);
    }

    /// <summary>The codes of sequences of numbers.</summary>
    /// <param name="sequences">Steps of <see cref="StepSize"/> numbers each, one after the other.</param>
    /// <returns>A code of <see cref="CodeSize"/> numbers for each; where a code is a distribution, its mean.</returns>
    /// <exception cref="InvalidOperationException">The model reads keys.</exception>
    /// <exception cref="ArgumentException">
    /// A sequence is null, longer than the model reads, ends within a step, or holds a number that is not finite.
    /// </exception>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<float[]> sequences)
    {
        Ask(keys: false);
        ArgumentNullException.ThrowIfNull(sequences);
        for (var i = 0; i < sequences.Count; i++)
        {
            CheckLength(sequences[i]?.Length, i, nameof(sequences));
            var unusable = Array.FindIndex(sequences[i], number => !float.IsFinite(number));
            if (unusable >= 0)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Number {unusable} of sequence {i} (both counted from 0) is {sequences[i][unusable]}; it must be finite."),
                    nameof(sequences));
        }
        return Encode(sequences, number => number);
    }

    /// <summary>The sequences of keys that codes stand for, the likeliest key at each step.</summary>
    /// <param name="codes">Each of <see cref="CodeSize"/> numbers.</param>
    /// <returns>Keys from 1, at most <see cref="MaximumLength"/> of them, for each code.</returns>
    /// <exception cref="InvalidOperationException">The model writes numbers: <see cref="DecodeNumbers"/>.</exception>
    /// <exception cref="ArgumentException">A code has another length.</exception>
    public IReadOnlyList<uint[]> DecodeKeys(IReadOnlyList<float[]> codes)
    {
        Ask(keys: true);
        using var use = Use();
        return RowArrays.Map(
            codes, CodeSize, Device,
            batch => _network.WriteKeys(batch).ReadAll<long>().Chunk(MaximumLength)
                .Select(row => row.TakeWhile(key => key > 0).Select(key => (uint)key).ToArray()),
            nameof(codes));
    }

    /// <summary>The sequences of numbers that codes stand for.</summary>
    /// <param name="codes">Each of <see cref="CodeSize"/> numbers.</param>
    /// <returns>
    /// Steps of <see cref="StepSize"/> numbers in the unit of the column, for each code as many as it says; where all training rows had as
    /// many (a column of known size), so many.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model writes keys: <see cref="DecodeKeys"/>.</exception>
    /// <exception cref="ArgumentException">A code has another length.</exception>
    public IReadOnlyList<float[]> DecodeNumbers(IReadOnlyList<float[]> codes)
    {
        Ask(keys: false);
        using var use = Use();
        return RowArrays.Map(
            codes, CodeSize, Device,
            batch =>
            {
                var (steps, lengths) = _network.WriteNumbers(batch);
                return RowArrays.Read(steps.flatten(1)).Zip(lengths.ReadAll<long>(), (row, length) => row[..((int)length * StepSize)]);
            },
            nameof(codes));
    }

    /// <summary>The way from one sequence of keys to another: what is written from codes on the line between theirs.</summary>
    /// <param name="from">Keys from 1; 0 for a missing one.</param>
    /// <param name="to">The same.</param>
    /// <param name="steps">Sequences wanted, both ends included as they are written; at least 2.</param>
    /// <exception cref="InvalidOperationException">The model reads numbers.</exception>
    /// <exception cref="ArgumentException">An end is longer than the model reads, or holds a key that it does not know.</exception>
    public IReadOnlyList<uint[]> Interpolate(uint[] from, uint[] to, int steps) => DecodeKeys(Between(Encode([from, to]), steps));

    /// <summary>The way from one sequence of numbers to another: what is written from codes on the line between theirs.</summary>
    /// <param name="from">Steps of <see cref="StepSize"/> numbers each, one after the other.</param>
    /// <param name="to">The same.</param>
    /// <param name="steps">Sequences wanted, both ends included as they are written; at least 2.</param>
    /// <exception cref="InvalidOperationException">The model reads keys.</exception>
    /// <exception cref="ArgumentException">An end is longer than the model reads, ends within a step, or is not finite.</exception>
    public IReadOnlyList<float[]> Interpolate(float[] from, float[] to, int steps) =>
        DecodeNumbers(Between(Encode([from, to]), steps));

    private static float[][] Between(IReadOnlyList<float[]> ends, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return [.. Enumerable.Range(0, steps).Select(step =>
        {
            var share = step / (steps - 1f);
            return ends[0].Zip(ends[1], (from, to) => ((1 - share) * from) + (share * to)).ToArray();
        })];
    }

    private float[][] Encode<T>(IReadOnlyList<T[]> sequences, Func<T, double> number)
    {
        var width = _description.Shape.Width;
        using var use = Use();
        using var gradientsOff = no_grad();
        return [.. sequences.Chunk(RowArrays.BatchRows).SelectMany(chunk =>
        {
            using var scope = NewDisposeScope();
            var numbers = new double[chunk.Length * width]; // in which every key is exact
            for (var i = 0; i < chunk.Length; i++)
                for (var j = 0; j < chunk[i].Length; j++)
                    numbers[(i * width) + j] = number(chunk[i][j]);
            var rows = tensor(numbers, [chunk.Length, width]).to(KeyCount > 0 ? ScalarType.Int64 : ScalarType.Float32).to(Device);
            var lengths = tensor(Array.ConvertAll(chunk, sequence => (long)(sequence.Length / StepSize)), device: Device);
            return RowArrays.Read(_network.call(rows, lengths));
        })];
    }

    private void Ask(bool keys)
    {
        if (keys != (KeyCount > 0))
            throw new InvalidOperationException(
                $"Column '{_description.InputColumn}' of this model holds {(keys ? "numbers" : "keys")}, and not "
                    + $"{(keys ? "keys" : "numbers")}: use the methods for those.");
    }

    private void CheckLength(int? length, int sequence, string argument)
    {
        if (length is not { } numbers)
            throw new ArgumentException($"Sequence {sequence} (counted from 0) is null.", argument);
        if (numbers % StepSize != 0 || numbers / StepSize > MaximumLength)
            throw new ArgumentException(
                $"Sequence {sequence} (counted from 0) has {numbers} items; the model reads at most {MaximumLength} steps of {StepSize}.",
                argument);
    }

    static SequenceAutoencoderTransformer IArchived<SequenceAutoencoderTransformer, SequenceAutoencoderDescription,
        SequenceAutoencoderNetwork>.From(
        SequenceAutoencoderDescription description, SequenceAutoencoderNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
