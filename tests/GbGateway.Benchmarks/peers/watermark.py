"""The product's watermark beside three published ones, on the same pictures, under the same attacks, in one run.

    python3 watermark.py GATEWAY.dll PICTURE...      needs numpy, opencv, pywt (Debian: python3-opencv, python3-pywt)

The peers are written anew from their published descriptions (64 bits each, vectorised, so faster than their originals):
  dwtDct      ShieldMnt invisible-watermark: Haar LL of one chroma plane, largest coefficient of each 4 x 4 block, quantised with step 36
  dwtDctSvd   the same with the DCT's first singular value
  blind       guofei9987 blind_watermark: all three planes, blocks shuffled by a password, two singular values, steps 36 and 20
The product is asked through its command line: it labels (visible label and metadata too) and detects.
"""
import json, os, subprocess, sys, tempfile, time

import cv2
import numpy as np
import pywt

BITS = 64
cv2.setNumThreads(1)


def blocks(plane):
    h, w = plane.shape[0] // 4, plane.shape[1] // 4
    return plane[:4 * h, :4 * w].reshape(h, 4, w, 4).swapaxes(1, 2).reshape(-1, 4, 4).copy()


def unblocks(plane, cut):
    h, w = plane.shape[0] // 4, plane.shape[1] // 4
    plane[:4 * h, :4 * w] = cut.reshape(h, w, 4, 4).swapaxes(1, 2).reshape(4 * h, 4 * w)


def ll(plane):
    h, w = plane.shape[0] // 4 * 4, plane.shape[1] // 4 * 4
    return pywt.dwt2(plane[:h, :w].astype(np.float32), 'haar'), (h, w)


D = np.array([[(1 if k else .5 ** .5) * np.cos((2 * n + 1) * k * np.pi / 8) / 2 ** .5 for n in range(4)] for k in range(4)])
dct = lambda b: D @ b @ D.T
idct = lambda b: D.T @ b @ D
put = lambda value, step, bit: (value // step + .25 + .5 * bit) * step
get = lambda value, step: (value % step) / step > .5


def vote(score):
    n = len(score) // BITS * BITS
    return score[:n].reshape(-1, BITS).mean(0)


class DwtDct:
    name, svd = 'dwtDct', False

    def embed(self, image, bits):
        yuv = cv2.cvtColor(image, cv2.COLOR_BGR2YUV)
        (low, rest), (h, w) = ll(yuv[..., 1])
        b = blocks(low)
        bit = np.resize(bits, len(b))
        if self.svd:
            u, s, v = np.linalg.svd(dct(b))
            s[:, 0] = put(s[:, 0], 36, bit)
            b = idct(u @ (s[..., None] * v))
        else:
            f = b.reshape(-1, 16)
            at = np.abs(f[:, 1:]).argmax(1) + 1
            i = np.arange(len(f))
            value = f[i, at]
            f[i, at] = np.where(value >= 0, 1, -1) * put(np.abs(value), 36, bit)
        unblocks(low, b)
        yuv[:h, :w, 1] = np.clip(np.rint(pywt.idwt2((low, rest), 'haar')), 0, 255)
        return cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR)

    def read(self, image):
        (low, _), _ = ll(cv2.cvtColor(image, cv2.COLOR_BGR2YUV)[..., 1])
        b = blocks(low)
        if self.svd:
            return vote(get(np.linalg.svd(dct(b), compute_uv=False)[:, 0], 36)) > .5
        f = b.reshape(-1, 16)
        at = np.abs(f[:, 1:]).argmax(1) + 1
        return vote(get(np.abs(f[np.arange(len(f)), at]), 36)) > .5


class DwtDctSvd(DwtDct):
    name, svd = 'dwtDctSvd', True


class Blind:
    name = 'blind'

    def _order(self, n):
        return np.random.RandomState(1).random((n, 16)).argsort(1)

    def embed(self, image, bits):
        yuv = cv2.cvtColor(image, cv2.COLOR_BGR2YUV).astype(np.float32)
        for c in range(3):
            (low, rest), (h, w) = ll(yuv[..., c])
            b = blocks(low)
            bit, order = np.resize(bits, len(b)), self._order(len(b))
            mixed = np.take_along_axis(dct(b).reshape(-1, 16), order, 1).reshape(-1, 4, 4)
            u, s, v = np.linalg.svd(mixed)
            s[:, 0], s[:, 1] = put(s[:, 0], 36, bit), put(s[:, 1], 20, bit)
            flat = np.empty((len(b), 16))
            np.put_along_axis(flat, order, (u @ (s[..., None] * v)).reshape(-1, 16), 1)
            unblocks(low, idct(flat.reshape(-1, 4, 4)))
            yuv[:h, :w, c] = pywt.idwt2((low, rest), 'haar')
        return cv2.cvtColor(np.clip(np.rint(yuv), 0, 255).astype(np.uint8), cv2.COLOR_YUV2BGR)

    def read(self, image):
        yuv = cv2.cvtColor(image, cv2.COLOR_BGR2YUV).astype(np.float32)
        total = 0
        for c in range(3):
            (low, _), _ = ll(yuv[..., c])
            b = blocks(low)
            mixed = np.take_along_axis(dct(b).reshape(-1, 16), self._order(len(b)), 1).reshape(-1, 4, 4)
            s = np.linalg.svd(mixed, compute_uv=False)
            total = total + vote((3 * get(s[:, 0], 36) + get(s[:, 1], 20)) / 4)
        low, high = total.min(), total.max()
        for _ in range(20):  # two means
            middle = (low + high) / 2
            low, high = total[total <= middle].mean(), total[total > middle].mean() if (total > middle).any() else high
        return total > (low + high) / 2


def jpeg(q):
    return lambda im, _: cv2.imdecode(cv2.imencode('.jpg', im, [cv2.IMWRITE_JPEG_QUALITY, q])[1], 1)


def resize(f, back=False):
    def go(im, _):
        h, w = im.shape[:2]
        small = cv2.resize(im, (round(w * f), round(h * f)), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC) if back else small
    return go


def crop(area):
    def go(im, rng):
        h, w = im.shape[:2]
        ch, cw = int(h * area ** .5), int(w * area ** .5)
        y, x = rng.integers(0, h - ch + 1), rng.integers(0, w - cw + 1)
        return im[y:y + ch, x:x + cw].copy()
    return go


def turn(im, _):
    h, w = im.shape[:2]
    return cv2.warpAffine(im, cv2.getRotationMatrix2D((w / 2, h / 2), 2, 1), (w, h))


ATTACKS = {
    'none': lambda im, _: im, 'jpeg90': jpeg(90), 'jpeg70': jpeg(70), 'jpeg50': jpeg(50), 'jpeg30': jpeg(30),
    'webp70': lambda im, _: cv2.imdecode(cv2.imencode('.webp', im, [cv2.IMWRITE_WEBP_QUALITY, 70])[1], 1),
    'rs0.5b': resize(.5, True), 'rs0.5': resize(.5), 'crop75': crop(.75), 'crop25': crop(.25),
    'bright-20': lambda im, _: cv2.convertScaleAbs(im, alpha=.8),
    'noise10': lambda im, rng: np.clip(im + rng.normal(0, 10, im.shape), 0, 255).astype(np.uint8), 'rot2': turn, 'flip': lambda im, _: im[:, ::-1].copy(),
}


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / max(1e-9, ((a.astype(float) - b) ** 2).mean()))


def main(gateway, files):
    results, quality, spent = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f'{folder}/in')
        call = lambda *args: subprocess.run(['dotnet', gateway, *args], capture_output=True, text=True)
        call('watermark', 'keys', 'create', f'{folder}/keys')
        pictures = []
        for i, file in enumerate(files):
            image = cv2.imread(file, cv2.IMREAD_COLOR)
            image = image[:image.shape[0] // 8 * 8, :image.shape[1] // 8 * 8].copy()
            cv2.imwrite(f'{folder}/in/{i:03d}.png', image)
            pictures.append(image)
        call('label', f'{folder}/in', f'{folder}/out', '--producer', 'peer', '--watermark-keys', f'{folder}/keys')
        for i, image in enumerate(pictures):
            bits = np.random.default_rng(i).integers(0, 2, BITS)
            for peer in (DwtDct(), DwtDctSvd(), Blind()):
                start = time.thread_time()
                marked = peer.embed(image, bits)
                spent.setdefault(peer.name, []).append((time.thread_time() - start) * 1e9 / image.shape[0] / image.shape[1])
                quality.setdefault(peer.name, []).append(psnr(image, marked))
                for name, attack in ATTACKS.items():
                    hit = (peer.read(attack(marked, np.random.default_rng(i))) == bits).all()
                    results.setdefault((name, peer.name), []).append(hit)
            labelled = cv2.imread(f'{folder}/out/{i:03d}.png', cv2.IMREAD_COLOR)
            quality.setdefault('product', []).append(psnr(image[200:], labelled[200:]))  # under the visible label
            for name, attack in ATTACKS.items():
                cv2.imwrite(f'{folder}/{name}-{i:03d}.png', attack(labelled, np.random.default_rng(i)))
        for name in ATTACKS:
            said = call('watermark', 'detect', *[f'{folder}/{name}-{i:03d}.png' for i in range(len(pictures))], '--keys', f'{folder}/keys', '--json').stdout
            whole = call('watermark', 'detect', *[f'{folder}/out/{i:03d}.png' for i in range(len(pictures))], '--keys', f'{folder}/keys', '--json').stdout
            ids = lambda text: [json.loads(line).get('watermarkID') for line in text.splitlines()]
            results[name, 'product'] = [a == b and a is not None for a, b in zip(ids(said), ids(whole))]
    names = ['dwtDct', 'dwtDctSvd', 'blind', 'product']
    print('| attack | ' + ' | '.join(names) + ' |\n|---|' + '---|' * len(names))
    for attack in ATTACKS:
        print(f'| {attack} | ' + ' | '.join(f'{sum(results[attack, n])}/{len(results[attack, n])}' for n in names) + ' |')
    print('| PSNR dB | ' + ' | '.join(f'{np.mean(quality[n]):.1f}' for n in names) + ' |')
    print('| embed ms/MP, this script | ' + ' | '.join(f'{np.mean(spent[n]):.0f}' for n in names[:3]) + ' | see `watermark bench` |')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2:])
