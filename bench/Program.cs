using DeepML.Bench;

// How a speed run starts the plain TorchSharp loop it measures against.
if (args is ["peer", var peer])
    return TorchSharpPeers.Serve(peer);

var plain = args.Contains("--plain");
var names = args.Where(a => a != "--plain").ToArray();
var quality = names.FirstOrDefault() == "quality";
if (quality)
    names = names[1..];

var found = quality ? QualityBench.Run(names, plain) : SpeedBench.Run(names, plain);
if (found)
    return 0;
Console.Error.WriteLine($"No {(quality ? "learning task" : "workload")} is called {string.Join(" or ", names)}. There are:");
foreach (var name in quality ? QualityBench.Names : SpeedBench.Names)
    Console.Error.WriteLine($"  {name}");
return 2;
