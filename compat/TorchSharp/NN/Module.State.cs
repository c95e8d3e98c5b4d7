#nullable disable
using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// The live parameters, then the live persistent buffers.
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor> destination = null, string prefix = null)
            {
                destination ??= [];
                foreach (var (key, p) in named_parameters()) destination.TryAdd(Prefixed(prefix, key), p);
                foreach (var (key, b) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Prefixed(prefix, key), b);
                return destination;
            }

            static string Prefixed(string prefix, string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source,
                bool strict = true, IList<string> skip = null)
            {
                var missing = new List<string>();
                var unexpected = new List<string>();
                var own = state_dict();
                foreach (var key in source.Keys)
                    if (!Skipped(skip, key) && !own.ContainsKey(key)) unexpected.Add(key);
                foreach (var key in own.Keys)
                    if (!Skipped(skip, key) && !source.ContainsKey(key)) missing.Add(key);
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                foreach (var (key, target) in own)
                    if (!Skipped(skip, key) && source.TryGetValue(key, out var value)) target.copy_(value);
                return (missing, unexpected);
            }

            static bool Skipped(IList<string> skip, string key) => skip is not null && skip.Contains(key);

            public virtual Module save(string location, IList<string> skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public virtual Module save(Stream stream, IList<string> skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public virtual Module save(BinaryWriter writer, IList<string> skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string> skip = null)
            {
                var entries = sd.Where(e => !Skipped(skip, e.Key)).ToArray();
                Leb128.Write(writer, entries.Length);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"The file '{location}' does not exist.", location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public virtual Module load(Stream stream, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string> skip = null, Dictionary<string, bool> loadedParameters = null)
            {
                var own = state_dict();
                var count = Leb128.Read(reader);
                if (strict && count != own.Count(e => !Skipped(skip, e.Key)) && count != own.Count)
                    throw new ArgumentException($"The module has {own.Count} state entries, the stream {count}: they do not match.");
                for (long i = 0; i < count; i++)
                {
                    var key = reader.ReadString();
                    var skipped = Skipped(skip, key);
                    var found = own.TryGetValue(key, out var target);
                    if (found) target.Load(reader, skipped);
                    else if (strict && !skipped) throw new ArgumentException($"The module has no state entry named '{key}'.");
                    else SeekPast(reader);
                    if (loadedParameters is not null) loadedParameters[key] = found && !skipped;
                }
                return this;
            }

            // A tensor record whose shape is known only from the stream.
            static void SeekPast(BinaryReader reader)
            {
                var bytes = ((ScalarType)Leb128.Read(reader)).ElementSize();
                long size = bytes;
                for (var rank = Leb128.Read(reader); rank > 0; rank--) size *= Leb128.Read(reader);
                if (reader.BaseStream.CanSeek)
                {
                    reader.BaseStream.Seek(size, SeekOrigin.Current);
                    return;
                }
                var buffer = new byte[(int)Math.Min(size, 81920)];
                for (var left = size; left > 0;)
                {
                    var read = reader.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                    if (read == 0) throw new EndOfStreamException();
                    left -= read;
                }
            }
        }
    }
}
